import type { StrategyView } from '#contracts';
import type { Verdict } from '#checkers';
import type { Laboratory } from './experiment.js';
import { runExperiment } from './experiment.js';
import type { FaultName } from './faults.js';
import type { OpenLaboratory } from './laboratory.js';
import { withReplicas } from './laboratory.js';
import { paintVerdict } from './report/paint.js';
import type { Progress } from './report/progress.js';
import type { RunResult } from './result.js';
import { USUAL_RUN, runParameters } from './run-parameters.js';

/**
 * The wrong variants race with more buyers: `advisory-session` sells twice only when a request happens to get the
 * session that has the lock already, which 60 buyers do not show every time; 200 did, 10 of 10 at 1, 3 and 5 replicas.
 */
const BUYERS = { strategy: USUAL_RUN.buyers, variant: 200 };
const LEASE_FAULT: FaultName = 'pause-holder';
/** What the fault breaks, and what mends that. The contract test has the other strict strategies under it. */
const TOLD_OF_LEASES = ['distributed', 'fenced'];

export interface ProofPlan {
  replicas: readonly number[];
  /** the wrong variants too; and a lease's own fault at each number of replicas, not at the most alone */
  variants: boolean;
}

/** One strategy at one number of replicas, without a fault or with one, so and so often. */
export interface ProofCell {
  strategy: StrategyView;
  replicas: number;
  fault: FaultName | null;
  runs: RunResult[];
}

export type Race = Omit<ProofCell, 'runs'>;

export function racesOf(strategies: readonly StrategyView[], plan: ProofPlan): Race[] {
  const raced = strategies.filter((strategy) => plan.variants || !strategy.labOnly);
  return plan.replicas.flatMap((replicas) => [
    ...raced.map((strategy) => ({ strategy, replicas, fault: null })),
    ...raced
      .filter((strategy) => isRacedWithFault(strategy, replicas, plan))
      .map((strategy) => ({ strategy, replicas, fault: LEASE_FAULT })),
  ]);
}

function isRacedWithFault({ key, guarantee }: StrategyView, replicas: number, plan: ProofPlan): boolean {
  const toldOf = TOLD_OF_LEASES.includes(key);
  if (plan.variants) return guarantee === 'lease' || toldOf;
  return toldOf && replicas === Math.max(...plan.replicas);
}

/** One after another: two races at once would take each other's processor time and blur the latencies. */
export async function prove(
  opened: OpenLaboratory,
  races: readonly Race[],
  times: number,
  progress: Progress,
): Promise<{ lab: OpenLaboratory; cells: ProofCell[] }> {
  let lab = opened;
  const cells: ProofCell[] = [];
  for (const race of races) {
    if (lab.stack.replicas.length !== race.replicas) progress.doing(`scaling to ${race.replicas}`);
    lab = await withReplicas(lab, race.replicas);
    const cell = await raceOften(lab, race, times, progress.doing);
    cells.push(cell);
    progress.done(`${nameOf(race)}: ${verdictsText(cell)}`);
  }
  return { lab, cells };
}

export async function raceOften(
  lab: Laboratory,
  race: Race,
  times: number,
  doing: Progress['doing'],
): Promise<ProofCell> {
  const { strategy, replicas, fault } = race;
  const buyers = strategy.labOnly ? BUYERS.variant : BUYERS.strategy;
  const parameters = runParameters(strategy, replicas, { buyers, fault });
  const runs: RunResult[] = [];
  for (let time = 1; time <= times; time += 1) {
    doing(`${nameOf(race)}: ${buyers} buyers for ${parameters.seats} seats`);
    runs.push(await runExperiment(lab, strategy, parameters));
  }
  return { ...race, runs };
}

export const nameOf = ({ strategy, replicas, fault }: Race): string =>
  `${strategy.key} at ${replicas}${fault === null ? '' : ` with ${fault}`}`;

export const asExpectedIn = ({ runs }: Pick<ProofCell, 'runs'>): number =>
  runs.filter((run) => run.asExpected).length;

export const holds = (cells: readonly ProofCell[]): boolean =>
  cells.every((cell) => asExpectedIn(cell) === cell.runs.length);

/** How often each verdict came out, the expected one first. */
export function verdictsIn({ runs }: Pick<ProofCell, 'runs'>): [Verdict, number][] {
  const counts = new Map<Verdict, number>();
  for (const { verdict } of runs) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const expected = runs[0]?.expected;
  return [...counts].toSorted(([a], [b]) => Number(b === expected) - Number(a === expected));
}

export function verdictsText(cell: ProofCell): string {
  const [only, ...others] = verdictsIn(cell);
  if (only !== undefined && others.length === 0) return paintVerdict(only[0]);
  return verdictsIn(cell)
    .map(([verdict, count]) => `${count} × ${paintVerdict(verdict)}`)
    .join(', ');
}
