import type { StrategyView } from '#contracts';
import { Api } from '../api.js';
import type { Cluster } from '../cluster/cluster.js';
import { faultNamed } from '../faults.js';
import type { Progress } from '../report/progress.js';
import type { CellRecord, MatrixRun } from './cell.js';
import { cellsOf } from './cells-of.js';
import { lifeRow } from './life/life-row.js';
import type { MatrixPlan, PlannedRun } from './plans.js';
import { strikesOf } from './plans.js';
import type { MatrixPlace, RunPlan } from './run-fault.js';
import { runFault } from './run-fault.js';

export interface MatrixWork {
  plan: MatrixPlan & Pick<RunPlan, 'seed'>;
  place: Omit<MatrixPlace, 'cluster'>;
  progress: Progress;
  /** a run is over: it is kept, and reported */
  keep(planned: PlannedRun, run: MatrixRun, records: readonly CellRecord[]): Promise<void>;
}

/** One run after another, on a cluster with so many replicas as they need. */
export async function playRuns(cluster: Cluster, work: MatrixWork): Promise<void> {
  const registered = await new Api(cluster.api).strategies();
  const all = [...registered, ...lifeRow(registered)];
  const strategies = all.filter((strategy) => work.plan.takesPart(strategy));
  for (const planned of work.plan.runs) {
    const { run, records } = await play(cluster, strategies, planned, work);
    await work.keep(planned, run, records);
    work.progress.done(lineOf(planned, run));
  }
}

async function play(
  cluster: Cluster,
  strategies: readonly StrategyView[],
  planned: PlannedRun,
  { plan, place, progress }: MatrixWork,
): Promise<{ run: MatrixRun; records: CellRecord[] }> {
  const { fault, guard, name, events = plan.events } = planned;
  const strikes = strikesOf(planned, plan.strikes);
  const began = performance.now();
  const startedAt = new Date().toISOString();
  const skipped = whyNot(cluster, planned);
  const records =
    skipped === null
      ? await runFault(
          { ...place, cluster },
          strategies,
          { ...plan, strikes, events, fault, guard },
          (what) => progress.doing(`${name}: ${what}`),
        )
      : [];
  const run: MatrixRun = {
    ...{ format: 'lastseat-matrix/1', fault: fault ?? 'none' },
    does: fault === null ? 'nothing goes wrong' : faultNamed(fault).does,
    ...{ replicas: cluster.replicas.length, guard, seed: plan.seed, strikes: strikes.fault },
    ...{ commit: place.commit, startedAt, tookMs: Math.round(performance.now() - began), skipped },
    cells: cellsOf(records),
  };
  return { run, records };
}

/** What this machine cannot do for it; null: it can. */
function whyNot({ missing }: Cluster, { fault }: PlannedRun): string | null {
  if (fault === null) return null;
  const reasons = faultNamed(fault).needs.flatMap((need) => missing[need] ?? []);
  return reasons[0] ?? null;
}

function lineOf({ name }: PlannedRun, { cells, skipped, tookMs }: MatrixRun): string {
  if (skipped !== null) return `${name}: not run, ${skipped}`;
  const other = cells.filter(({ asExpected }) => !asExpected);
  const count = (verdict: string): number => cells.filter((cell) => cell.verdict === verdict).length;
  const verdicts = ['SAFE', 'UNSAFE', 'UNAVAILABLE', 'INCONCLUSIVE']
    .filter((verdict) => count(verdict) > 0)
    .map((verdict) => `${count(verdict)} ${verdict}`);
  const seconds = (tookMs / 1_000).toFixed(1);
  const surprise =
    other.length === 0 ? 'all as expected' : `NOT AS EXPECTED: ${other.map(surpriseOf).join('; ')}`;
  return `${name}: ${verdicts.join(', ')}, ${surprise} (${seconds} s)`;
}

const surpriseOf = ({ strategy, verdict, expected, reasons }: MatrixRun['cells'][number]): string =>
  `${strategy} ${verdict}, not ${expected}${reasons[0] === undefined ? '' : ` (${reasons[0]})`}`;
