import type { StrategyView } from '#contracts';
import type { FaultName } from '../faults.js';
import { FAULT_NAMES } from '../faults.js';
import { isLife } from './life/life-row.js';
import type { Strikes } from './run-fault.js';

/** One run of the matrix. */
export interface PlannedRun {
  /** of its results file */
  name: string;
  fault: FaultName | null;
  replicas: number;
  guard: boolean;
  /** of its fault, where it is not as many as of the others */
  strikes?: number;
  /** of each strategy, where they are not as many as under the others */
  events?: number;
}

export const REPLICAS = 3;
const USUAL_STRIKES: Strikes = { quiet: 2, fault: 4, healed: 2 };
const SMOKE_STRIKES: Strikes = { quiet: 1, fault: 1, healed: 1 };
/**
 * A strike takes seconds whatever it hits, so it hits six claims of a strategy: each on an event of its own, because
 * claims of one event wait for each other in some strategies, and one of them would stand in the window. With 22 faults
 * they come to more than a thousand hits of each strategy.
 */
const DEEP_STRIKES: Strikes = { quiet: 2, fault: 10, healed: 2 };
export const DEEP_EVENTS = 6;
/** For eight strategies: those who stand in the window have a session each, and so has who waits for one of them. */
const DEEP_POOL_SIZE = 80;
const POWER_CUTS = 50;

/** One of each kind: a lease that ends, a death at the commit, a lost vote, and each of the servers away. */
const SMOKE: readonly (FaultName | null)[] = [
  null,
  'pause-holder',
  'kill-at-commit',
  'redis-majority-lost',
  'redis-restarted-empty',
  'inventory-blocked',
  'nats-wiped',
  'postgres-crashed',
];

/** Lock libraries as they come: they take their time, and are not ours to break. */
const SMOKE_WITHOUT = ['redlock-4', 'redlock-as-it-comes', 'redlock-universal'];

const run = (fault: FaultName | null, guard = false, replicas = REPLICAS): PlannedRun => ({
  name: `${fault ?? 'no-fault'}${replicas === REPLICAS ? '' : `-at-${replicas}`}${guard ? '-guarded' : ''}`,
  fault,
  replicas,
  guard,
});

export const strikesOf = ({ strikes }: PlannedRun, usual: Strikes): Strikes =>
  strikes === undefined ? usual : { ...usual, fault: strikes };

/** Without a fault at one replica and at three, every fault, and the worst one with the guard on. */
export const ALL_RUNS: readonly PlannedRun[] = [
  run(null, false, 1),
  run(null),
  ...FAULT_NAMES.map((fault) => run(fault)),
  run('pause-holder', true),
];
/**
 * What was not synced is lost in a power cut alone, so there are more of them. Each has one claim of a strategy: when
 * PostgreSQL comes back, everybody connects at once, and that is not what is looked at.
 */
const DEEP_RUNS: readonly PlannedRun[] = FAULT_NAMES.map((fault) =>
  fault === 'power-cut' ? { ...run(fault), strikes: POWER_CUTS, events: 1 } : run(fault),
);
const SMOKE_RUNS: readonly PlannedRun[] = SMOKE.map((fault) => run(fault));

/** How much of it all, and where it is kept. */
export interface MatrixPlan {
  runs: readonly PlannedRun[];
  strikes: Strikes;
  /** of each strategy, side by side */
  events: number;
  takesPart(strategy: StrategyView): boolean;
  /** for the services of its stack */
  settings: Readonly<Record<string, string>>;
}

export const PLANS = {
  usual: { runs: ALL_RUNS, strikes: USUAL_STRIKES, events: 1, takesPart: () => true, settings: {} },
  smoke: {
    ...{ runs: SMOKE_RUNS, strikes: SMOKE_STRIKES, events: 1, settings: {} },
    takesPart: ({ key }) => !SMOKE_WITHOUT.includes(key),
  },
  deep: {
    ...{ runs: DEEP_RUNS, strikes: DEEP_STRIKES, events: DEEP_EVENTS },
    takesPart: (one) => one.guarantee === 'strict' && !one.labOnly && !isLife(one),
    settings: { SEAT_POOL_SIZE: String(DEEP_POOL_SIZE) },
  },
} as const satisfies Readonly<Record<string, MatrixPlan>>;
export type PlanName = keyof typeof PLANS;
export const RUN_NAMES = ALL_RUNS.map(({ name }) => name);
