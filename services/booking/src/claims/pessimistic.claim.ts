import { Injectable } from '@nestjs/common';
import { type Statement, rollback } from '#postgres';
import { SeatLedger } from '../ledger/seat-ledger.js';
import { SeatTransactions } from '../ledger/seat-transactions.js';
import { type SeatRead, allFree } from '../ledger/seat.js';
import { type ClaimOutcome, type ClaimRequest, type ClaimStrategy, taken } from './claim-strategy.js';

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

  constructor(
    private readonly transactions: SeatTransactions,
    private readonly ledger: SeatLedger,
  ) {}

  async claim(request: ClaimRequest): Promise<ClaimOutcome> {
    return this.transactions.run(request, async (tx) => {
      const seats = await tx.query<SeatRead>(LOCK_SEATS, [request.eventId, request.seatIds]);
      await request.step('after-lock');
      if (!allFree(seats)) return rollback(taken(seats));
      await request.step('after-read');
      return this.ledger.write(tx, request, seats);
    });
  }
}
