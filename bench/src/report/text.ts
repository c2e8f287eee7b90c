import type { Column } from '../../../lab/src/report/table.js';
import { textTable } from '../../../lab/src/report/table.js';
import type { Run } from '../measure/run.js';
import type { Summary } from '../summary.js';
import { summaries } from '../summary.js';

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
  right('WAL bytes', ({ walBytes }) => number(walBytes)),
  right('lag p50 / p99 ms', ({ lagP50Ms, lagP99Ms }) => `${number(lagP50Ms)} / ${number(lagP99Ms)}`),
  right('MiB', ({ memoryMib: { before, after } }) => `${number(before)} → ${number(after)}`),
];

/** For the terminal: a row for each kind of load. µs of processor time are for each answer. */
export const runsText = (runs: readonly Run[]): string =>
  textTable(COLUMNS, summaries(runs), 'verified', ({ faults }) =>
    faults.length === 0 ? 'yes' : `NO: ${faults.join('; ')}`,
  );
