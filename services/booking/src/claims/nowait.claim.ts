import { Injectable } from '@nestjs/common';
import { type Statement, type Transaction, rollback } from '#postgres';
import { SeatLedger } from '../ledger/seat-ledger.js';
import { SeatTransactions } from '../ledger/seat-transactions.js';
import { type SeatRead, allFree } from '../ledger/seat.js';
import { type ClaimOutcome, type ClaimRequest, type ClaimStrategy, taken } from './claim-strategy.js';
import { retry } from './support/retry.js';

/** Only above READ COMMITTED, where a seat that changed since our snapshot undoes the transaction. */
const LIMITS = { tries: 3, firstDelayMs: 5 };

const LOCK_SEATS: Statement = {
  name: 'nowait-lock-seats',
  text: `
    WITH locked AS (
      SELECT seat_id, label, section, status, version FROM booking.seats
      WHERE event_id = $1 AND seat_id = ANY($2::bigint[])
      ORDER BY seat_id FOR UPDATE NOWAIT
    )
    SELECT *, clock_timestamp()::text AS read_at FROM locked ORDER BY seat_id`,
  changesNothing: true,
};

/** `lockScope: event`: the parent's row instead of the children's. */
const LOCK_EVENT: Statement = {
  name: 'nowait-lock-event',
  text: `SELECT event_id FROM booking.events WHERE event_id = $1 FOR UPDATE NOWAIT`,
  changesNothing: true,
};

/**
 * The row's own lock, and nobody waits for it: PostgreSQL refuses whoever comes second (55P03), which is the answer
 * "contended". A session of the pool is never spent on waiting; the buyer asks again, and then reads who has the seat.
 */
@Injectable()
export class NowaitClaim implements ClaimStrategy {
  static readonly key = 'nowait';
  static readonly guarantee = 'strict';
  static readonly mechanism = 'as pessimistic, with NOWAIT: whoever would have to wait is told at once';
  static readonly isolations = ['read committed', 'repeatable read', 'serializable'] as const;
  static readonly lockScopes = ['seat', 'event'] as const;

  constructor(
    private readonly transactions: SeatTransactions,
    private readonly ledger: SeatLedger,
  ) {}

  async claim(request: ClaimRequest): Promise<ClaimOutcome> {
    return retry(request, LIMITS, () =>
      this.transactions.run(request, async (tx) => {
        const seats = await this.#lock(tx, request);
        await request.step('after-lock');
        if (!allFree(seats)) return rollback(taken(seats));
        await request.step('after-read');
        return this.ledger.write(tx, request, seats);
      }),
    );
  }

  async #lock(tx: Transaction, request: ClaimRequest): Promise<SeatRead[]> {
    if (request.policy.lockScope === 'seat') {
      return tx.query<SeatRead>(LOCK_SEATS, [request.eventId, request.seatIds]);
    }
    await tx.query(LOCK_EVENT, [request.eventId]);
    return this.ledger.readIn(tx, request);
  }
}
