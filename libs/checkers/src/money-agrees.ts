import type { Evidence } from './evidence.js';
import type { Finding } from './finding.js';
import { finding } from './finding.js';

/** What a customer paid and was not paid back is what his bookings cost: claim by claim, so for him and in all, too. */
export function moneyAgrees({ payments, claims }: Evidence): Finding[] {
  if (payments === undefined) return [];
  const paid = new Map<string, number>();
  for (const { claimId, captured, refunded } of payments) {
    paid.set(claimId, (paid.get(claimId) ?? 0) + captured - refunded);
  }
  const findings = claims.flatMap((claim) => {
    const has = paid.get(claim.claimId) ?? 0;
    paid.delete(claim.claimId);
    const owes = claim.status === 'booked' ? (claim.price ?? 0) : 0;
    if (has === owes) return [];
    const text = `${claim.customer} paid ${has} for a claim that is ${claim.status} and costs ${owes} (minor units).`;
    return [finding('money-differs', 'UNSAFE', text, { claims: [claim.claimId] })];
  });
  for (const [claimId, sum] of paid) {
    if (sum === 0) continue;
    const text = `${sum} (minor units) were paid for claim ${claimId}, which does not exist.`;
    findings.push(finding('money-differs', 'UNSAFE', text, { claims: [claimId] }));
  }
  return findings;
}
