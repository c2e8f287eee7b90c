import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type Statement, type Transaction, commit, rollback } from '#postgres';
import { IN_PROGRESS } from '../ledger/claim.js';
import { type WrittenClaim, recordClaims, writtenClaim } from '../ledger/record-claims.js';
import { SeatTransactions, stepTogether } from '../ledger/seat-transactions.js';
import type { SeatRead, SeatTaken } from '../ledger/seat.js';
import { type ClaimOutcome, type ClaimRequest, type ClaimStrategy, unavailable } from './claim-strategy.js';
import { Batches } from './support/batches.js';
import { onlyWithinLimit } from './support/limited-shares.js';
import { type Share, shareOut } from './support/share-out.js';

/** In seat order, whatever the plan: two replicas never wait for each other in a circle. */
const LOCK_SEATS: Statement = {
  name: 'batched-lock-seats',
  text: `
    WITH locked AS (
      SELECT seat_id, label, section, status, version FROM booking.seats
      WHERE event_id = $1 AND seat_id = ANY($2::bigint[])
      ORDER BY seat_id FOR NO KEY UPDATE
    )
    SELECT *, clock_timestamp()::text AS read_at,
      (statement_timestamp() + $3::integer * interval '1 second')::text AS expires_at
    FROM locked`,
  changesNothing: true,
};
/** With the end of a hold that is made of it; null for bookings. */
type SeatLocked = SeatRead & Pick<SeatTaken, 'expires_at'>;

const TAKE_FOR_WINNERS: Statement = {
  name: 'batched-take-for-winners',
  text: `
    UPDATE booking.seats AS seat
    SET status = $4, claim_id = won.claim_id, expires_at = $5::timestamptz, version = seat.version + 1
    FROM unnest($2::bigint[], $3::uuid[]) AS won (seat_id, claim_id)
    WHERE seat.event_id = $1 AND seat.seat_id = won.seat_id AND seat.status = 'available'
    RETURNING seat.seat_id`,
};

/** The claims that arrive while a commit is under way share the next one: what a commit costs is paid once for all. */
@Injectable()
export class BatchedClaim implements ClaimStrategy, OnModuleDestroy {
  static readonly key = 'batched';
  static readonly guarantee = 'strict';
  static readonly mechanism =
    'one UPDATE … WHERE available and one commit for all claims that arrive together in a replica';

  readonly #batches = new Batches<ClaimRequest>(BatchedClaim.key, (requests) => this.#decide(requests));

  constructor(private readonly transactions: SeatTransactions) {}

  async claim(request: ClaimRequest): Promise<ClaimOutcome> {
    const outcome = await this.#batches.enter(request, request);
    return typeof outcome === 'string' ? unavailable(outcome) : outcome;
  }

  onModuleDestroy(): void {
    this.#batches.close();
  }

  async #decide(requests: readonly ClaimRequest[]): Promise<readonly (ClaimOutcome | 'again')[]> {
    return this.transactions.runTogether(requests, async (tx) => {
      const locked = await lock(tx, requests);
      await stepTogether(requests, 'after-lock');
      const shares = await onlyWithinLimit(tx, requests, shareOut(requests, locked), locked);
      const winners = requests.filter((_, index) => shares[index] === 'wins');
      if (winners.length === 0) return rollback(shares.map(lost));
      await stepTogether(winners, 'after-read');
      await stepTogether(winners, 'before-write');
      const written = asWritten(winners, locked);
      const [, recorded] = await Promise.all([take(tx, written), recordClaims(tx, written)]);
      if (!recorded.policyIsCurrent) return rollback(requests.map(() => unavailable('policy-switching')));
      // a seat was written for a key that is known: undone, and decided anew without that claim
      const known = winners.filter(({ claimId }) => !recorded.claimIds.has(claimId));
      if (known.length > 0)
        return rollback(requests.map((one) => (known.includes(one) ? IN_PROGRESS : 'again')));
      const claimed = new Map(written.map((claim) => [claim.request, claim.claimed]));
      return commit(requests.map((request, index) => claimed.get(request) ?? lost(shares[index])));
    });
  }
}

async function lock(tx: Transaction, requests: readonly ClaimRequest[]): Promise<SeatLocked[]> {
  const seatIds = [...new Set(requests.flatMap((request) => request.seatIds))];
  const [first] = requests;
  return tx.query<SeatLocked>(LOCK_SEATS, [first?.eventId, seatIds, first?.policy.holdSeconds]);
}

/** What the seats become is known before they are written, since nobody else can write them: one wait for both. */
function asWritten(winners: readonly ClaimRequest[], locked: readonly SeatLocked[]): WrittenClaim[] {
  const seats = new Map(locked.map((seat) => [seat.seat_id, asTaken(seat)]));
  return winners.map((one) => {
    const taken = one.seatIds.flatMap((seatId) => seats.get(seatId) ?? []);
    return writtenClaim(one, taken);
  });
}
const asTaken = (seat: SeatLocked): SeatTaken => ({
  ...seat,
  ...{ from_status: seat.status, read_version: seat.version, version: seat.version + 1 },
});

async function take(tx: Transaction, claims: readonly WrittenClaim[]): Promise<void> {
  const [first] = claims;
  if (first === undefined) return;
  const { request, claimed } = first;
  const seats = claims.flatMap((claim) => claim.seats);
  const won = await tx.query(TAKE_FOR_WINNERS, [
    request.eventId,
    seats.map((seat) => seat.seat_id),
    claims.flatMap((claim) => claim.seats.map(() => claim.request.claimId)),
    claimed.status,
    seats[0]?.expires_at,
  ]);
  if (won.length < seats.length) throw new Error('a seat that was locked and free could not be written');
}

const lost = (share: Share | undefined): ClaimOutcome | 'again' => {
  if (share === undefined || share === 'wins') throw new Error('a winner without its claim');
  return share;
};
