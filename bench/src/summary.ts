import { groupBy } from '../../lab/src/group-by.js';
import type { Run } from './measure/run.js';
import { median } from './median.js';

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** The rounds of one cell, as one row of a table. */
export interface Summary extends Pick<Run, 'what' | 'strategy' | 'scenario' | 'replicas' | 'connections'> {
  readonly rounds: number;
  readonly perSecond: Spread;
  /** of the no-op of the same round; of the no-op itself 1 */
  readonly ratio: Spread;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly undecidedShare: number;
  readonly cpuUs: Readonly<Record<string, number>>;
  readonly othersCores: number;
  readonly walBytes: number | null;
  readonly lagP50Ms: number | null;
  readonly lagP99Ms: number | null;
  readonly memoryMib: { readonly before: number; readonly after: number };
  readonly faults: readonly string[];
}

/** In the order in which they were measured first. */
export function summaries(runs: readonly Run[]): Summary[] {
  const place = ({ what, strategy, scenario, replicas, connections }: Run): string =>
    [what, strategy, scenario, replicas, connections].join(' ');
  return [...groupBy(runs, place).values()].map((alike) => summaryOf(alike, runs));
}

function summaryOf(alike: readonly Run[], all: readonly Run[]): Summary {
  const [first] = alike;
  if (first === undefined) throw new Error('a row without a run');
  const { what, strategy, scenario, replicas, connections } = first;
  const middle = (of: (run: Run) => number): number => median(alike.map(of));
  const middleOf = (of: (run: Run) => number | null | undefined): number | null => {
    const known = alike.map(of).filter((number) => number !== null && number !== undefined);
    return known.length === 0 ? null : median(known);
  };
  const memory = (when: 'before' | 'after'): number =>
    middle(({ memoryMib }) => Object.values(memoryMib[when]).reduce((sum, mib) => sum + mib, 0));
  const kinds = [...new Set(alike.flatMap(({ cpuUs }) => Object.keys(cpuUs)))];
  return {
    ...{ what, strategy, scenario, replicas, connections, rounds: alike.length },
    perSecond: spreadOf(alike.map(({ perSecond }) => perSecond)),
    ratio: spreadOf(alike.map((run) => ratioOf(run, all))),
    p50Ms: middle(({ latency }) => latency.p50Ms),
    p99Ms: middle(({ latency }) => latency.p99Ms),
    undecidedShare: middle(({ undecided, yes, no }) => undecided / Math.max(1, undecided + yes + no)),
    cpuUs: Object.fromEntries(kinds.map((kind) => [kind, middle(({ cpuUs }) => cpuUs[kind] ?? 0)])),
    othersCores: middle(({ othersCores }) => othersCores),
    walBytes: middleOf(({ walBytes }) => walBytes),
    lagP50Ms: middleOf(({ lag }) => lag?.p50Ms),
    lagP99Ms: middleOf(({ lag }) => lag?.p99Ms),
    memoryMib: { before: memory('before'), after: memory('after') },
    faults: alike.flatMap(({ faults }) => faults),
  };
}

/** Of neighbours in time, so that a machine that is slow for a while is slow for both. */
function ratioOf(run: Run, all: readonly Run[]): number {
  const { strategy, replicas, connections, round } = run;
  if (strategy === null) return 1;
  const at = all.indexOf(run);
  const before = all
    .slice(0, at)
    .findLast((one) => one.what === 'no-op' && one.replicas === replicas && one.connections === connections);
  if (before?.round !== round) throw new Error(`${strategy} was measured without a no-op beside it`);
  return run.perSecond / before.perSecond;
}

export const spreadOf = (numbers: readonly number[]): Spread => ({
  median: median(numbers),
  least: Math.min(...numbers),
  most: Math.max(...numbers),
});
