import { claimedStatus } from '../../ledger/claim.js';
import { type SeatRead, allFree } from '../../ledger/seat.js';
import { type ClaimOutcome, type ClaimRequest, taken } from '../claim-strategy.js';

export type Share = 'wins' | 'again' | ClaimOutcome;

/**
 * Shares seats out among claims that were locked together, in the order of their arrival. A claim wins when all of its
 * seats are free and no earlier winner has one; else they are taken, at the version that the winner makes. Two of one
 * key, or of one customer where customers are counted, are not decided together: the second comes again.
 */
export function shareOut(requests: readonly ClaimRequest[], locked: readonly SeatRead[]): Share[] {
  const seats = new Map(locked.map((seat) => [seat.seat_id, seat]));
  const winners = new Set<string>();
  return requests.map((request) => {
    const wanted = request.seatIds.map((seatId) => {
      const seat = seats.get(seatId);
      if (seat === undefined) throw new Error(`seat ${seatId} was not locked`);
      return seat;
    });
    const who = oneAtATime(request);
    if (winners.has(who)) return 'again';
    if (!allFree(wanted)) return taken(wanted);
    winners.add(who);
    for (const seat of wanted) {
      seats.set(seat.seat_id, { ...seat, status: claimedStatus(request.policy), version: seat.version + 1 });
    }
    return 'wins';
  });
}

const oneAtATime = ({ policy, customerId, idempotencyKey }: ClaimRequest): string =>
  policy.maxPerCustomer === null ? `${customerId} ${idempotencyKey}` : customerId;

/**
 * The same when some winners turned out to be refused: who lost to a seat that was taken before, or to a winner who
 * stays one, stays refused; who lost only to the others comes again.
 */
export function withoutRefused(
  requests: readonly ClaimRequest[],
  shares: readonly Share[],
  locked: readonly SeatRead[],
  refusal: (request: ClaimRequest) => ClaimOutcome | undefined,
): Share[] {
  const settled = shares.map((share, index) => {
    const request = requests[index];
    return share === 'wins' && request !== undefined ? (refusal(request) ?? share) : share;
  });
  const free = new Set(locked.filter((seat) => seat.status === 'available').map((seat) => seat.seat_id));
  const won = new Set(requests.filter((_, index) => settled[index] === 'wins').flatMap((one) => one.seatIds));
  return settled.map((share, index) => {
    if (typeof share === 'string' || share.kind !== 'taken') return share;
    const lost = requests[index]?.seatIds.some((seatId) => won.has(seatId) || !free.has(seatId));
    return lost === true ? share : 'again';
  });
}
