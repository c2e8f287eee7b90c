import { Injectable } from '@nestjs/common';
import { type Statement, type Transaction, rollback } from '#postgres';
import { SeatLedger } from '../ledger/seat-ledger.js';
import { SeatTransactions } from '../ledger/seat-transactions.js';
import { type SeatRead, allFree } from '../ledger/seat.js';
import { type ClaimOutcome, type ClaimRequest, type ClaimStrategy, taken } from './claim-strategy.js';
import { retry } from './support/retry.js';

/** Only above READ COMMITTED, where a seat that changed while we waited undoes the transaction. */
const LIMITS = { tries: 3, firstDelayMs: 5 };

/** The time is taken outside the locking read, or it would be the time before the wait. */
const LOCK_SEATS: Statement = {
  name: 'pessimistic-lock-seats',
  text: `
    WITH locked AS (
      SELECT seat_id, label, section, status, version FROM booking.seats
      WHERE event_id = $1 AND seat_id = ANY($2::bigint[])
      ORDER BY seat_id FOR UPDATE
    )
    SELECT *, clock_timestamp()::text AS read_at FROM locked ORDER BY seat_id`,
  changesNothing: true,
};

/** `lockScope: event`: the parent's row instead of the children's, so that one buyer at a time buys anything at all. */
const LOCK_EVENT: Statement = {
  name: 'pessimistic-lock-event',
  text: `SELECT event_id FROM booking.events WHERE event_id = $1 FOR UPDATE`,
  changesNothing: true,
};

/**
 * The row's own lock, held from the read to the commit. Lock and write share one transaction, so the lock can neither
 * outlive nor underlive the write, whichever process or machine the others are on.
 */
@Injectable()
export class PessimisticClaim implements ClaimStrategy {
  static readonly key = 'pessimistic';
  static readonly guarantee = 'strict';
  static readonly mechanism =
    'locks the row with SELECT … FOR UPDATE, reads and writes it in that transaction';
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
