import type { Isolation, LimitRule, LockScope, PolicyChange, StrategyView } from '#contracts';
import { DEFAULT_POLICY } from '#contracts';
import type { FaultName } from './faults.js';
import { faultNamed } from './faults.js';

/** All that is needed to run it again; in the first line of the history and in the result. */
export interface RunParameters {
  strategy: string;
  guard: boolean;
  replicas: number;
  buyers: number;
  /** buyers share these: each is one customer unless there are fewer customers */
  customers: number;
  seats: number;
  /** the seats have no numbers */
  quota: boolean;
  /** seats a buyer wants in his one claim */
  basket: number;
  /** any so many seats, instead of naming them */
  any: boolean;
  workMs: number;
  seed: number;
  isolation: Isolation;
  lockScope: LockScope;
  lockTtlMs: number;
  maxPerCustomer: number | null;
  limitRule: LimitRule;
  fault: FaultName | null;
}

/** What was asked for; undefined takes the usual value. */
export type WantedRun = { [Name in keyof RunParameters]?: RunParameters[Name] | undefined };

export const USUAL_RUN = { buyers: 60, seats: 20, basket: 1, workMs: 50, seed: 1 } as const;

export function runParameters(
  strategy: StrategyView,
  replicas: number,
  wanted: WantedRun = {},
): RunParameters {
  const buyers = wanted.buyers ?? USUAL_RUN.buyers;
  const fault = wanted.fault ?? null;
  const usualTtlMs =
    fault === null ? DEFAULT_POLICY.lockTtlMs : (faultNamed(fault).duringRace ?? faultNamed(fault)).lockTtlMs;
  return {
    strategy: strategy.key,
    guard: wanted.guard ?? false,
    replicas,
    buyers,
    customers: wanted.customers ?? buyers,
    seats: wanted.seats ?? USUAL_RUN.seats,
    quota: wanted.quota ?? false,
    basket: wanted.basket ?? USUAL_RUN.basket,
    any: wanted.any ?? false,
    workMs: wanted.workMs ?? USUAL_RUN.workMs,
    seed: wanted.seed ?? USUAL_RUN.seed,
    isolation: wanted.isolation ?? strategy.isolations[0] ?? DEFAULT_POLICY.isolation,
    lockScope: wanted.lockScope ?? strategy.lockScopes[0] ?? DEFAULT_POLICY.lockScope,
    lockTtlMs: wanted.lockTtlMs ?? usualTtlMs,
    maxPerCustomer: wanted.maxPerCustomer ?? null,
    limitRule: wanted.limitRule ?? DEFAULT_POLICY.limitRule,
    fault,
  };
}

/** The event's part of it. */
export const policyOf = (run: RunParameters): PolicyChange => ({
  strategy: run.strategy,
  guard: run.guard,
  workMs: run.workMs,
  isolation: run.isolation,
  lockScope: run.lockScope,
  lockTtlMs: run.lockTtlMs,
  maxPerCustomer: run.maxPerCustomer,
  limitRule: run.limitRule,
});
