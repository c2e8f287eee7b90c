import type { ClaimRow, Evidence, Operation } from './evidence.js';
import type { Finding } from './finding.js';
import { requestOf } from './evidence.js';
import { finding } from './finding.js';

/** A yes has all of its seats, in the ledger and as live seats; a no has none; who does not know has all or none. */
export function allOrNone(evidence: Evidence): Finding[] {
  const claims = new Map(evidence.claims.map((claim) => [requestOf(claim), claim]));
  const places = [
    { name: 'the ledger', seats: seatsByClaim(evidence.ledger.filter((row) => row.liveDelta > 0)) },
    { name: 'claim_seats', seats: seatsByClaim(evidence.claimSeats) },
  ];
  return evidence.operations.flatMap((operation) => {
    const claim = claims.get(requestOf(operation));
    if (claim === undefined) return []; // a yes without its claim is a lost acknowledgement
    return places.flatMap(({ name, seats }) =>
      partial(operation, claim, name, seats.get(claim.claimId) ?? new Set()),
    );
  });
}

function seatsByClaim(
  rows: readonly { claimId: string | null; seat: string | null }[],
): Map<string, Set<string>> {
  const byClaim = new Map<string, Set<string>>();
  for (const { claimId, seat } of rows) {
    if (claimId === null || seat === null) continue;
    byClaim.set(claimId, (byClaim.get(claimId) ?? new Set()).add(seat));
  }
  return byClaim;
}

function partial(operation: Operation, claim: ClaimRow, place: string, has: ReadonlySet<string>): Finding[] {
  const all = has.size === operation.quantity && operation.seats.every((seat) => has.has(seat));
  const none = has.size === 0;
  const right = { ok: all, fail: none, unknown: all || none }[operation.outcome];
  if (right) return [];
  const told = { ok: 'was told yes', fail: 'was told no', unknown: 'was told nothing' }[operation.outcome];
  const wanted = operation.seats.join(', ') || `any ${operation.quantity} seats`;
  const text = `${operation.customer} ${told} for ${wanted}, but has ${[...has].join(', ') || 'none'} in ${place}.`;
  return [finding('partial-claim', 'UNSAFE', text, { seat: [...has][0] ?? null, claims: [claim.claimId] })];
}
