import type { FaultName } from '../faults.js';
import { FAULT_NAMES } from '../faults.js';
import type { Strikes } from './run-fault.js';

/** One run of the matrix. */
export interface PlannedRun {
  /** of its results file */
  name: string;
  fault: FaultName | null;
  replicas: number;
  guard: boolean;
}

export const REPLICAS = 3;
export const USUAL_STRIKES: Strikes = { quiet: 2, fault: 4, healed: 2 };
export const SMOKE_STRIKES: Strikes = { quiet: 1, fault: 1, healed: 1 };
/** What a claim that a fault never breaks a strategy rests on: 30 landed hits and more (RELIABILITY.md §10). */
export const DEEP_STRIKES: Strikes = { quiet: 10, fault: 50, healed: 10 };

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
export const SMOKE_WITHOUT = ['redlock-4', 'redlock-as-it-comes', 'redlock-universal'];

const run = (fault: FaultName | null, guard = false, replicas = REPLICAS): PlannedRun => ({
  name: `${fault ?? 'no-fault'}${replicas === REPLICAS ? '' : `-at-${replicas}`}${guard ? '-guarded' : ''}`,
  fault,
  replicas,
  guard,
});

/** Without a fault at one replica and at three, every fault, and the worst one with the guard on. */
export const ALL_RUNS: readonly PlannedRun[] = [
  run(null, false, 1),
  run(null),
  ...FAULT_NAMES.map((fault) => run(fault)),
  run('pause-holder', true),
];
export const SMOKE_RUNS: readonly PlannedRun[] = SMOKE.map((fault) => run(fault));
export const RUN_NAMES = ALL_RUNS.map(({ name }) => name);
