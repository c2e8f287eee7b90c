import { type PolicyChange, SalePolicy } from '#contracts';
import { STRATEGIES } from '../claims/claims.module.js';
import type { BookingConfig } from '../config.js';

export type PolicyBreach = { readonly breach: 'strategy-unknown' | 'guard-required'; readonly field: string };

/** What a policy's shape alone does not tell: the strategy exists here, and only the lab goes without the guard. */
export function policyBreach(
  policy: SalePolicy,
  profile: BookingConfig['profile'],
): PolicyBreach | undefined {
  if (!STRATEGIES.some(({ key }) => key === policy.strategy)) {
    return { breach: 'strategy-unknown', field: 'strategy' };
  }
  if (!policy.guard && profile === 'production') return { breach: 'guard-required', field: 'guard' };
  return undefined;
}

/** The policy with the named fields changed. */
export const changedPolicy = (policy: SalePolicy, change: PolicyChange = {}): SalePolicy =>
  SalePolicy.parse({ ...policy, ...change });
