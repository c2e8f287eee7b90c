import type { Columns } from '../src/columns/columns.js';
import { examine } from '../src/columns/examine.js';
import { longHistory } from './long-history.js';

/** Smallest first: the resident set is the largest so far. */
const SIZES = [1_000_000, 10_000_000];
const MIB = 1_024;

interface Measured {
  operations: number;
  rows: number;
  seats: number;
  ms: number;
  /** what the processor spent on it; on a machine that others use, far less */
  cpuMs: number;
  operationsPerSecond: number;
  /** of the whole process, the history included */
  rssMiB: number;
}

function measure(columns: Columns): Measured {
  const spent = process.cpuUsage();
  const began = performance.now();
  const breaches = examine(columns);
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(spent);
  if (breaches.length > 0) throw new Error(`a valid history was accused: ${JSON.stringify(breaches[0])}`);
  const operations = columns.requests.invoke.length;
  return {
    operations,
    rows: columns.rows.to.length,
    seats: columns.seats,
    ms: Math.round(ms),
    cpuMs: Math.round((user + system) / 1_000),
    operationsPerSecond: Math.round((operations / ms) * 1_000),
    rssMiB: Math.round(process.resourceUsage().maxRSS / MIB),
  };
}

const text = ({ operations, rows, seats, ms, cpuMs, operationsPerSecond, rssMiB }: Measured): string =>
  [
    `${operations.toLocaleString('en')} operations, ${rows.toLocaleString('en')} ledger rows`,
    `${seats.toLocaleString('en')} seats: ${ms} ms (${cpuMs} ms of processor time)`,
    `${operationsPerSecond.toLocaleString('en')} operations/s, ${rssMiB} MiB`,
  ].join(', ');

const measured = SIZES.map((operations) => measure(longHistory(operations)));
const json = process.argv.includes('--json');
process.stdout.write(
  `${json ? JSON.stringify({ checkers: measured }, null, 2) : measured.map(text).join('\n')}\n`,
);
