import { DEFAULT_POLICY, type PolicyChange, SalePolicy, type StrategyView } from '#contracts';
import { STRATEGIES } from '../claims/claims.module.js';
import type { BookingConfig } from '../config.js';

export type PolicyBreach = {
  readonly breach:
    | 'strategy-unknown'
    | 'isolation-unsupported'
    | 'lock-scope-unsupported'
    | 'hold-required'
    | 'lab-only'
    | 'guard-required';
  readonly field: string;
};

/** What a policy's shape alone does not tell: what the strategy can do, and what only the lab may. */
export function policyBreach(
  policy: SalePolicy,
  profile: BookingConfig['profile'],
): PolicyBreach | undefined {
  const strategy = strategyOf(policy);
  if (strategy === undefined) return { breach: 'strategy-unknown', field: 'strategy' };
  if (!strategy.isolations.includes(policy.isolation)) {
    return { breach: 'isolation-unsupported', field: 'isolation' };
  }
  if (!strategy.lockScopes.includes(policy.lockScope)) {
    return { breach: 'lock-scope-unsupported', field: 'lockScope' };
  }
  if (policy.payment === 'required' && policy.holdSeconds === null) {
    return { breach: 'hold-required', field: 'holdSeconds' };
  }
  return profile === 'production' ? productionBreach(policy, strategy) : undefined;
}

function productionBreach(policy: SalePolicy, strategy: StrategyView): PolicyBreach | undefined {
  if (strategy.labOnly) return { breach: 'lab-only', field: 'strategy' };
  if (policy.limitRule !== 'counter') return { breach: 'lab-only', field: 'limitRule' };
  return policy.guard ? undefined : { breach: 'guard-required', field: 'guard' };
}

const strategyOf = ({ strategy }: Pick<SalePolicy, 'strategy'>): StrategyView | undefined =>
  STRATEGIES.find(({ key }) => key === strategy);

/** What an event is sold by that names nothing; LOCKING_STRATEGY says by which strategy. */
export function defaultPolicy({ defaultStrategy, profile }: BookingConfig): SalePolicy {
  const policy = changedPolicy(DEFAULT_POLICY, { strategy: defaultStrategy });
  const breach = policyBreach(policy, profile);
  if (breach !== undefined) throw new Error(`LOCKING_STRATEGY "${defaultStrategy}": ${breach.breach}`);
  return policy;
}

/**
 * The policy with the named fields changed. A strategy that is named brings its usual isolation and lock scope with it,
 * unless these are named as well.
 */
export function changedPolicy(policy: SalePolicy, change: PolicyChange = {}): SalePolicy {
  const strategy = change.strategy === undefined ? undefined : strategyOf({ strategy: change.strategy });
  const usual = strategy && { isolation: strategy.isolations[0], lockScope: strategy.lockScopes[0] };
  return SalePolicy.parse({ ...policy, ...usual, ...change });
}
