import type { StrategyView } from '#contracts';
import { ISOLATIONS, LOCK_SCOPES, LimitRule, SEATS_PER_CLAIM_MOST } from '#contracts';
import { RACE_FAULT_NAMES } from '../faults.js';
import type { Given } from '../flags.js';
import { numberIfGiven, wordIfGiven } from '../flags.js';
import type { RunParameters, WantedRun } from '../run-parameters.js';
import { USUAL_RUN, runParameters } from '../run-parameters.js';
import { UserError } from '../user-error.js';

export const RANGES = {
  replicas: { least: 1, most: 16 },
  buyers: { least: 1, most: 2_000 },
  seats: { least: 1, most: 1_000 },
  basket: { least: 1, most: SEATS_PER_CLAIM_MOST },
  workMs: { least: 0, most: 1_000 },
  seed: { least: 0, most: 2 ** 31 - 1 },
  lockTtlMs: { least: 100, most: 60_000 },
  maxPerCustomer: { least: 1, most: 1_000 },
};

export const RACE_FLAGS = {
  strategy: { type: 'string' },
  replicas: { type: 'string' },
  buyers: { type: 'string' },
  customers: { type: 'string' },
  seats: { type: 'string' },
  quota: { type: 'boolean' },
  basket: { type: 'string' },
  any: { type: 'boolean' },
  'work-ms': { type: 'string' },
  guard: { type: 'boolean' },
  isolation: { type: 'string' },
  'lock-scope': { type: 'string' },
  'lock-ttl-ms': { type: 'string' },
  'max-per-customer': { type: 'string' },
  'limit-rule': { type: 'string' },
  fault: { type: 'string' },
  seed: { type: 'string' },
  report: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

/** Whatever can be wrong without knowing the strategies is found here, before anything is asked for. */
export function wantedRace(given: Given): WantedRun & { strategy: string } {
  if (typeof given['strategy'] !== 'string') {
    throw new UserError('Which strategy? Type: npm run race -- --strategy mutex');
  }
  const wanted = {
    strategy: given['strategy'],
    guard: given['guard'] === true,
    replicas: numberIfGiven(given, 'replicas', 3, RANGES.replicas),
    buyers: numberIfGiven(given, 'buyers', USUAL_RUN.buyers, RANGES.buyers),
    customers: numberIfGiven(given, 'customers', 20, RANGES.buyers),
    seats: numberIfGiven(given, 'seats', USUAL_RUN.seats, RANGES.seats),
    quota: given['quota'] === true,
    basket: numberIfGiven(given, 'basket', 2, RANGES.basket),
    any: given['any'] === true,
    workMs: numberIfGiven(given, 'work-ms', USUAL_RUN.workMs, RANGES.workMs),
    seed: numberIfGiven(given, 'seed', USUAL_RUN.seed, RANGES.seed),
    isolation: wordIfGiven(given, 'isolation', ISOLATIONS),
    lockScope: wordIfGiven(given, 'lock-scope', LOCK_SCOPES),
    lockTtlMs: numberIfGiven(given, 'lock-ttl-ms', 300, RANGES.lockTtlMs),
    maxPerCustomer: numberIfGiven(given, 'max-per-customer', 4, RANGES.maxPerCustomer),
    limitRule: wordIfGiven(given, 'limit-rule', LimitRule.options),
    fault: wordIfGiven(given, 'fault', RACE_FAULT_NAMES),
  };
  refuseNonsense(wanted);
  return wanted;
}

function refuseNonsense(wanted: WantedRun): void {
  const { basket = USUAL_RUN.basket, seats = USUAL_RUN.seats, buyers = USUAL_RUN.buyers } = wanted;
  if (basket > seats) throw new UserError(`A claim for ${basket} of ${seats} seats. Type: --seats ${basket}`);
  if (basket > (wanted.maxPerCustomer ?? basket)) {
    const what = `Nobody may have ${basket} seats with a limit of ${wanted.maxPerCustomer}.`;
    throw new UserError(`${what} Type: --max-per-customer ${basket}`);
  }
  if ((wanted.customers ?? buyers) > buyers) {
    throw new UserError(`Only ${buyers} buyers for more customers. Type: --customers ${buyers}`);
  }
  if (wanted.limitRule !== undefined && wanted.maxPerCustomer === undefined) {
    throw new UserError('A limit rule needs a limit. Type: --max-per-customer 4');
  }
  if (wanted.quota === true && wanted.any !== true) {
    throw new UserError('Seats without numbers cannot be named. Type: --quota --any');
  }
}

/** The rest of what can be wrong: what the strategy cannot do. */
export function raceOf(
  wanted: WantedRun & { strategy: string },
  strategies: readonly StrategyView[],
  replicas: number,
): { strategy: StrategyView; parameters: RunParameters } {
  const strategy = strategies.find((one) => one.key === wanted.strategy);
  if (strategy === undefined) {
    const keys = strategies.map((one) => one.key).join(', ');
    throw new UserError(`There is no strategy "${wanted.strategy}". Type one of: ${keys}`);
  }
  mustKnow(strategy, 'isolation', strategy.isolations, wanted.isolation);
  mustKnow(strategy, 'lock-scope', strategy.lockScopes, wanted.lockScope);
  return { strategy, parameters: runParameters(strategy, replicas, wanted) };
}

function mustKnow<Word extends string>(
  { key }: StrategyView,
  flag: string,
  words: readonly Word[],
  wanted: Word | undefined,
): void {
  if (wanted === undefined || words.includes(wanted)) return;
  throw new UserError(`"${key}" has no ${flag} "${wanted}". Type: --${flag} '${words[0]}'`);
}
