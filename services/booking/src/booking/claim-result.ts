import type { ClaimOutcome, ClaimRequest } from '../claims/claim-strategy.js';
import type { FinalOutcome } from '../ledger/claim.js';
import type { Decision } from '../ledger/decisions.js';

export type OpenOutcome = Exclude<ClaimOutcome, FinalOutcome>;

/** What a request can come to. */
export type ClaimResult =
  /** Now, or earlier under the same key. */
  | { readonly kind: 'decided'; readonly decision: Decision }
  /** Nothing was decided; to be repeated with the same key. */
  | { readonly kind: 'open'; readonly outcome: OpenOutcome; readonly request: ClaimRequest }
  /** COMMIT was sent and never answered. */
  | { readonly kind: 'unknown'; readonly request: ClaimRequest }
  | { readonly kind: 'key-reused' }
  | { readonly kind: 'event-unknown' }
  | { readonly kind: 'seats-unknown'; readonly labels: readonly string[] };

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
