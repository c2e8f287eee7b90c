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
import { retry } from './support/retry.js';

/** For a seat that was freed between our update and our look at it, and for 40001 above READ COMMITTED. */
const LIMITS = { tries: 3, firstDelayMs: 5 };

const TAKE_IF_FREE: Statement = {
  name: 'conditional-take-if-free',
  text: `
    WITH old AS (
      SELECT seat_id, status, version FROM booking.seats
      WHERE event_id = $1 AND seat_id = ANY($2::bigint[])
      ORDER BY seat_id FOR NO KEY UPDATE
    )
    UPDATE booking.seats AS seat
    SET status = $4, claim_id = $3, expires_at = statement_timestamp() + $5::integer * interval '1 second',
      version = seat.version + 1
    FROM old
    WHERE seat.event_id = $1 AND seat.seat_id = old.seat_id AND seat.status = 'available'
    RETURNING seat.seat_id, seat.section, old.status AS from_status, seat.version, seat.expires_at::text,
      old.version AS read_version, clock_timestamp()::text AS read_at`,
};

/** The check is in the write: one statement decides, and the number of rows it changed is the answer. */
@Injectable()
export class ConditionalClaim implements ClaimStrategy {
  static readonly key = 'conditional';
  static readonly guarantee = 'strict';
  static readonly mechanism = 'one UPDATE … WHERE the seat is available; the row count decides';
  static readonly isolations = ['read committed', 'repeatable read', 'serializable'] as const;

  constructor(
    private readonly transactions: SeatTransactions,
    private readonly ledger: SeatLedger,
  ) {}

  async claim(request: ClaimRequest): Promise<ClaimOutcome> {
    return retry(request, LIMITS, () => this.#attempt(request));
  }

  async #attempt(request: ClaimRequest): Promise<ClaimOutcome> {
    const outcome = await this.transactions.run(request, async (tx) => {
      await request.step('before-write');
      const written = await tx.query<SeatTaken>(TAKE_IF_FREE, [
        request.eventId,
        request.seatIds,
        request.claimId,
        ...termsOf(request),
      ]);
      const all = written.length === request.seatIds.length;
      return all ? this.ledger.record(tx, request, written) : rollback(CONTENDED);
    });
    if (outcome !== CONTENDED) return outcome;
    const seats = await this.ledger.read(request);
    return allFree(seats) ? CONTENDED : taken(seats);
  }
}
