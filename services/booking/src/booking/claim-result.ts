import type { ClaimOutcome, ClaimRequest } from '../claims/claim-strategy.js';
import type { FinalOutcome } from '../ledger/claim.js';
import type { Decision } from '../ledger/decisions.js';
import type { PolicyBreach } from '../policy/policy-rules.js';
import type { UnknownSeat } from './claim-command.js';

export type OpenOutcome = Exclude<ClaimOutcome, FinalOutcome>;

type DecidedUnder = Pick<ClaimRequest, 'policy' | 'policyVersion'>;

/** A request as it was tried last, and what came of it. */
export interface Attempted {
  readonly request: ClaimRequest;
  readonly outcome: ClaimOutcome;
}

/** It names what the event does not have, so that there is nothing to decide. */
export type Unfit =
  | { readonly kind: 'event-unknown' }
  /** Its policy is one that this profile refuses: the database was the lab's, or the event is a seed. */
  | { readonly kind: 'policy-refused'; readonly breach: PolicyBreach['breach'] }
  | { readonly kind: 'seats-unknown'; readonly seats: readonly UnknownSeat[] }
  | { readonly kind: 'section-unknown'; readonly section: string };

/** What a request can come to. */
export type ClaimResult =
  /** Now, or earlier under the same key. */
  | { readonly kind: 'decided'; readonly decision: Decision }
  /** Nothing was decided; to be repeated with the same key. */
  | { readonly kind: 'open'; readonly outcome: OpenOutcome; readonly request: ClaimRequest }
  /** COMMIT was sent and never answered. */
  | { readonly kind: 'unknown'; readonly request: DecidedUnder }
  | { readonly kind: 'key-reused' }
  | Unfit;

export const isFinal = (outcome: ClaimOutcome): outcome is FinalOutcome =>
  outcome.kind === 'claimed' || outcome.kind === 'taken' || outcome.kind === 'rejected';

export const decided = (request: ClaimRequest, outcome: FinalOutcome): ClaimResult => ({
  kind: 'decided',
  decision: {
    claimId: request.claimId,
    fingerprint: request.fingerprint,
    outcome,
    strategy: request.policy.strategy,
    policyVersion: request.policyVersion,
    replica: request.replica,
  },
});
