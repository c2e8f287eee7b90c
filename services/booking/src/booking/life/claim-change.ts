import type { ClaimRow } from '../../ledger/life/claim-row.js';
import { EXTENSIONS_MOST } from '../../ledger/life/claim-life.js';
import type { Contended, Unavailable } from '../../ledger/claim.js';

export type Change = 'confirm' | 'extend' | 'give-back';
/** What the row can be in the way of. */
type Wish = Change | 'pay';

/** Which claim, and by whom. */
export interface ClaimReference {
  readonly eventId: string;
  readonly claimId: string;
  readonly token: string;
}

export type WhyNot =
  | 'hold-expired'
  | 'claim-over'
  | 'claim-not-held'
  | 'extension-used'
  | 'payment-required'
  | Contended['code']
  | Unavailable['code'];

export type ClaimChanged =
  | { readonly kind: 'claim'; readonly claim: ClaimRow }
  | { readonly kind: 'refused'; readonly code: WhyNot }
  /** There is none for the bearer of this token. */
  | { readonly kind: 'unknown' };

/** Is the claim what the change makes of it? Then repeating the change changes nothing, and is no mistake. */
export const isDone = (change: Change, { status }: ClaimRow): boolean =>
  (change === 'confirm' && status === 'booked') ||
  (change === 'give-back' && ['released', 'cancelled', 'expired'].includes(status));

/** Why the row was not as the change needs it; by a look that came after. */
export function whyNot(change: Wish, claim: ClaimRow): WhyNot {
  if (claim.switching) return 'policy-switching';
  switch (claim.status) {
    case 'expired':
      return 'hold-expired';
    case 'released':
    case 'cancelled':
    case 'refused':
      return 'claim-over';
    case 'pending':
    case 'booked':
      return 'claim-not-held';
    case 'held':
      if (change === 'confirm' && claim.payment === 'required') return 'payment-required';
      if (change === 'extend' && claim.extensions >= EXTENSIONS_MOST) return 'extension-used';
      return 'request-in-progress';
  }
}
