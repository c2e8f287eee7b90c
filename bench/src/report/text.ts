import type { Column } from '../../../lab/src/report/table.js';
import { textTable } from '../../../lab/src/report/table.js';
import type { OpenLatency, OpenRun } from '../open/open-run.js';
import type { BenchResults } from '../results/results.js';
import type { Summary } from '../summary.js';
import { summaries } from '../summary.js';
import { endOf, growthMib } from './long-tables.js';

const CPU = ['node', 'nginx', 'postgres', 'redis', 'nats', 'inventory', 'generator'] as const;

const right = (title: string, cell: (row: Summary) => string): Column<Summary> => ({
  ...{ title, cell, align: 'right' },
});
const number = (value: number | null, digits = 0): string =>
  value === null ? '–' : value.toLocaleString('en', { maximumFractionDigits: digits });

const COLUMNS: readonly Column<Summary>[] = [
  { title: 'what', align: 'left', cell: ({ strategy, what }) => strategy ?? what },
  { title: 'load', align: 'left', cell: ({ scenario, strategy }) => (strategy === null ? '' : scenario) },
  right('replicas', ({ replicas }) => `${replicas}`),
  right('connections', ({ connections }) => `${connections}`),
  right('per second', ({ perSecond }) => number(perSecond.median)),
  right('least – most', ({ perSecond: { least, most } }) => `${number(least)} – ${number(most)}`),
  right('÷ no-op', ({ ratio }) => ratio.median.toFixed(2)),
  right('p50 / p99 ms', ({ p50Ms, p99Ms }) => `${number(p50Ms, 1)} / ${number(p99Ms, 1)}`),
  right('undecided', ({ undecidedShare }) => `${number(undecidedShare * 100, 1)} %`),
  ...CPU.map((kind) => right(kind, ({ cpuUs }) => number(cpuUs[kind] ?? null))),
  right('others', ({ othersCores }) => `${number(othersCores, 1)} cores`),
  right('WAL bytes', ({ walBytes }) => number(walBytes)),
  right('lag p50 / p99 ms', ({ lagP50Ms, lagP99Ms }) => `${number(lagP50Ms)} / ${number(lagP99Ms)}`),
  right('MiB', ({ memoryMib: { before, after } }) => `${number(before)} → ${number(after)}`),
];

const OPEN_COLUMNS: readonly Column<OpenRun>[] = [
  { title: 'at a fixed rate', align: 'left', cell: ({ strategy }) => strategy },
  { title: 'replicas', align: 'right', cell: ({ replicas }) => `${replicas}` },
  { title: 'of its most', align: 'right', cell: ({ share }) => `${share * 100} %` },
  { title: 'per second', align: 'right', cell: ({ sentPerSecond }) => number(sentPerSecond) },
  { title: 'winners p50 / p99 ms', align: 'right', cell: ({ winners }) => latencyText(winners) },
  { title: 'losers p50 / p99 ms', align: 'right', cell: ({ losers }) => latencyText(losers) },
  { title: 'undecided', align: 'right', cell: ({ undecided }) => number(undecided) },
  { title: 'unanswered', align: 'right', cell: ({ unanswered }) => number(unanswered) },
  { title: 'sent late p99 ms', align: 'right', cell: ({ lateMs }) => number(lateMs.p99, 1) },
  {
    title: 'generator',
    align: 'right',
    cell: ({ generatorCpu }) => `${number(generatorCpu * 100)} % of a core`,
  },
];
const latencyText = ({ p50Ms, p99Ms }: OpenLatency): string => `${number(p50Ms, 1)} / ${number(p99Ms, 1)}`;

/** For the terminal: a row for each kind of load. µs of processor time are for each answer. */
export function resultsText(results: readonly BenchResults[]): string {
  const word = ({ faults }: { faults: readonly string[] }): string =>
    faults.length === 0 ? 'yes' : `NO: ${faults.join('; ')}`;
  const closed = textTable(
    COLUMNS,
    results.flatMap(({ runs }) => summaries(runs)),
    'verified',
    word,
  );
  const open = results.flatMap((one) => one.open);
  const table =
    open.length === 0 ? '' : `\n\n${textTable(OPEN_COLUMNS, open, 'verdict', ({ verdict }) => verdict)}`;
  const long = results.flatMap(longLines).map((line) => `\n  ${line}`);
  return `\n${closed}${table}\n${long.join('')}${ceilingsText(results)}\n`;
}

function ceilingsText(results: readonly BenchResults[]): string {
  const { fdatasyncUs, pgbench } = results[0]?.ceilings ?? {};
  if (fdatasyncUs === undefined) return '';
  const disk = `fdatasync p50 ${fdatasyncUs.p50} µs, p99 ${fdatasyncUs.p99} µs`;
  const shapes = (pgbench ?? []).map(
    ({ claims, clients, perSecond }) =>
      `${number(perSecond)} claims/s (${claims} a statement, ${clients} clients)`,
  );
  return `\n  ${[disk, ...(shapes.length === 0 ? [] : [`pgbench ${shapes.join(', ')}`])].join(' · ')}\n`;
}

function longLines({ strategy, replicas, sellOut, sustained }: BenchResults): string[] {
  const lines: string[] = [];
  if (sellOut !== null) {
    const { sold, perSecond, ratio } = sellOut;
    const rate = `${number(perSecond)} a second, ${ratio.toFixed(2)} of the no-op`;
    const told = `${number(sold)} sold, ${rate}, end ${endOf(sellOut).toFixed(2)}`;
    lines.push(`${strategy} at ${replicas}, until the last seat: ${told}`);
  }
  if (sustained !== null) {
    const { seconds, sentPerSecond, lag } = sustained;
    const load = `${number(seconds)} s at ${number(sentPerSecond)} a second`;
    const memory = `${number(growthMib(sustained))} MiB more`;
    lines.push(`${strategy} at ${replicas}, ${load}: lag p99 ${number(lag.p99Ms)} ms, ${memory}`);
  }
  return lines;
}
