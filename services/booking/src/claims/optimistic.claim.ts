import { Injectable } from '@nestjs/common';
import { type Statement, rollback } from '#postgres';
import { SeatLedger } from '../ledger/seat-ledger.js';
import { SeatTransactions } from '../ledger/seat-transactions.js';
import { type SeatTaken, allFree } from '../ledger/seat.js';
import {
  type ClaimOutcome,
  type ClaimRequest,
  type ClaimStrategy,
  CONTENDED,
  taken,
  termsOf,
} from './claim-strategy.js';
import { optimisticRetries } from './support/claim-counters.js';
import { retry } from './support/retry.js';

/** Back-off 10 · 2ⁿ ms with jitter. */
const LIMITS = { tries: 3, firstDelayMs: 10 };

const TAKE_IF_UNCHANGED: Statement = {
  name: 'optimistic-take-if-unchanged',
  text: `
    WITH seen AS (
      SELECT * FROM unnest($2::bigint[], $3::bigint[], $4::timestamptz[]) AS seen (seat_id, version, read_at)
    ), old AS (
      SELECT seat_id, status FROM booking.seats
      WHERE event_id = $1 AND seat_id = ANY($2::bigint[])
      ORDER BY seat_id FOR NO KEY UPDATE
    )
    UPDATE booking.seats AS seat
    SET status = $6, claim_id = $5, expires_at = statement_timestamp() + $7::integer * interval '1 second',
      version = seat.version + 1
    FROM old JOIN seen USING (seat_id)
    WHERE seat.event_id = $1 AND seat.seat_id = old.seat_id AND seat.version = seen.version
    RETURNING seat.seat_id, seat.section, old.status AS from_status, seat.version, seat.expires_at::text,
      seen.version AS read_version, seen.read_at::text AS read_at`,
};

/** Nobody waits: whoever wrote since we read has counted the version up, and our write finds no row. */
@Injectable()
export class OptimisticClaim implements ClaimStrategy {
  static readonly key = 'optimistic';
  static readonly guarantee = 'strict';
  static readonly mechanism = 'reads the version, writes only if it is still the same, else tries again';
  static readonly isolations = ['read committed', 'repeatable read', 'serializable'] as const;

  constructor(
    private readonly transactions: SeatTransactions,
    private readonly ledger: SeatLedger,
  ) {}

  async claim(request: ClaimRequest): Promise<ClaimOutcome> {
    return retry(request, LIMITS, () => this.#attempt(request));
  }

  async #attempt(request: ClaimRequest): Promise<ClaimOutcome> {
    const seats = await this.ledger.read(request);
    if (!allFree(seats)) return taken(seats);
    await request.step('after-read');
    return this.transactions.run(request, async (tx) => {
      await request.step('before-write');
      const written = await tx.query<SeatTaken>(TAKE_IF_UNCHANGED, [
        request.eventId,
        request.seatIds,
        seats.map((seat) => seat.version),
        seats.map((seat) => seat.read_at),
        request.claimId,
        ...termsOf(request),
      ]);
      if (written.length === request.seatIds.length) return this.ledger.record(tx, request, written);
      optimisticRetries.inc({ strategy: request.policy.strategy });
      return rollback(CONTENDED);
    });
  }
}
