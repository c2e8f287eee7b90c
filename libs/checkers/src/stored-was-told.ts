import type { ClaimRow, Evidence, LedgerRow, Operation } from './evidence.js';
import type { Finding } from './finding.js';
import { requestOf } from './evidence.js';
import { finding } from './finding.js';
import { seatBreaches } from './seat-breaches.js';

/** A claim in one of these has sold its seats once, whatever became of them later. */
const SOLD = new Set(['held', 'booked', 'released', 'expired', 'cancelled']);

/** Nothing is stored that nobody was told of: no sale to a buyer who was told no, none without a request. */
export function storedWasTold(evidence: Evidence): Finding[] {
  const operations = new Map(evidence.operations.map((operation) => [requestOf(operation), operation]));
  const breaches = seatBreaches(evidence, 'sold-to-refused', 'sold-to-nobody');
  const sold = soldByClaim(evidence.ledger);
  const refused = new Set<string | null>();
  for (const { rule, row } of breaches) if (rule === 'sold-to-refused' && row) refused.add(row.claimId);
  const findings = evidence.claims.flatMap((claim) =>
    aboutClaim(claim, {
      seats: sold.get(claim.claimId) ?? [],
      refused: refused.has(claim.claimId),
      operation: operations.get(requestOf(claim)),
    }),
  );
  const known = new Set<string | null>(evidence.claims.map((claim) => claim.claimId));
  const foreign = new Set(
    breaches.map(({ row }) => row?.claimId ?? null).filter((claimId) => !known.has(claimId)),
  );
  for (const claimId of foreign) {
    const seats = sold.get(claimId) ?? [];
    const text = `The ledger sells ${seats.join(', ')} to a claim that the claims table does not have.`;
    const about = { seat: seats[0] ?? null, claims: [claimId ?? 'nobody'] };
    findings.push(finding('unexpected-write', 'UNSAFE', text, about));
  }
  return [...findings, ...liveSeatsDisagree(evidence)];
}

function soldByClaim(ledger: readonly LedgerRow[]): Map<string | null, string[]> {
  const sold = new Map<string | null, string[]>();
  for (const row of ledger) {
    if (row.liveDelta < 1 || row.seat === null) continue;
    sold.set(row.claimId, [...(sold.get(row.claimId) ?? []), row.seat]);
  }
  return sold;
}

function aboutClaim(
  claim: ClaimRow,
  { seats, refused, operation }: { seats: string[]; refused: boolean; operation: Operation | undefined },
): Finding[] {
  const about = { seat: seats[0] ?? null, claims: [claim.claimId] };
  const names = seats.join(', ') || 'nothing';
  if (operation === undefined) {
    const text = `${claim.customer} has a ${claim.status} claim, but no buyer of this run sent its key.`;
    return [finding('unexpected-write', 'UNSAFE', text, about)];
  }
  if (refused || (operation.outcome === 'fail' && SOLD.has(claim.status))) {
    const stored = `the claim is ${claim.status} and the ledger sold ${names}`;
    const text = `${claim.customer} was told no, but ${stored}.`;
    return [finding('phantom-write', 'UNSAFE', text, about)];
  }
  if (SOLD.has(claim.status) === seats.length > 0) return [];
  const text = `The claim of ${claim.customer} is ${claim.status}, but the ledger sold it ${names}.`;
  return [finding('records-disagree', 'UNSAFE', text, about)];
}

/** `claim_seats` and the ledger are written together: per claim and seat both must say the same. */
function liveSeatsDisagree(evidence: Evidence): Finding[] {
  const balance = new Map<string, number>();
  const add = (claimId: string | null, seat: string, by: number): void => {
    const pair = `${claimId} ${seat}`;
    balance.set(pair, (balance.get(pair) ?? 0) + by);
  };
  for (const row of evidence.ledger) if (row.seat !== null) add(row.claimId, row.seat, row.liveDelta);
  for (const row of evidence.claimSeats) if (row.live) add(row.claimId, row.seat, -1);
  const findings: Finding[] = [];
  for (const [pair, difference] of balance) {
    if (difference === 0) continue;
    const claimId = pair.slice(0, pair.indexOf(' '));
    const seat = pair.slice(claimId.length + 1); // a label may have spaces, an id has none
    const text = `${seat}: the ledger and the live claims disagree about claim ${claimId}.`;
    findings.push(finding('records-disagree', 'UNSAFE', text, { seat, claims: [claimId] }));
  }
  return findings;
}
