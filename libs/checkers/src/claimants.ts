import type { ClaimRow, Evidence } from './evidence.js';

/** Says of a claim who made it and where, as far as that is known. */
export function namesIn(evidence: Pick<Evidence, 'claims'>): (claimId: string | null | undefined) => string {
  const claims = new Map(evidence.claims.map((claim) => [claim.claimId, claim]));
  return (claimId) => {
    const claim: ClaimRow | undefined = claims.get(claimId ?? '');
    return claim === undefined ? 'somebody' : `${claim.customer} (${claim.replica})`;
  };
}
