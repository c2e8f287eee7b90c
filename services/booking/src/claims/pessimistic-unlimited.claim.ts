import { Injectable } from '@nestjs/common';
import { type Statement, rollback } from '#postgres';
import { SeatLedger } from '../ledger/seat-ledger.js';
import { SeatTransactions } from '../ledger/seat-transactions.js';
import { type SeatRead, allFree } from '../ledger/seat.js';
import { type ClaimOutcome, type ClaimRequest, type ClaimStrategy, taken } from './claim-strategy.js';

/** As PostgreSQL is by default. */
const IDLE_FOR_EVER: Statement = {
  name: 'pessimistic-unlimited-idle-for-ever',
  text: `SET LOCAL idle_in_transaction_session_timeout = 0`,
};

const LOCK_SEATS: Statement = {
  name: 'pessimistic-unlimited-lock-seats',
  text: `
    WITH locked AS (
      SELECT seat_id, label, section, status, version FROM booking.seats
      WHERE event_id = $1 AND seat_id = ANY($2::bigint[])
      ORDER BY seat_id FOR UPDATE
    )
    SELECT *, clock_timestamp()::text AS read_at FROM locked ORDER BY seat_id`,
};

/**
 * The wrong variant of `pessimistic`: its transaction may idle for as long as it likes. A process that stands still
 * keeps the rows that it has locked, and its seats are nobody's for as long as that lasts.
 */
@Injectable()
export class PessimisticUnlimitedClaim implements ClaimStrategy {
  static readonly key = 'pessimistic-unlimited';
  static readonly guarantee = 'strict';
  static readonly mechanism = 'as pessimistic, but its transaction may idle for ever with the row locked';
  static readonly labOnly = true;

  constructor(
    private readonly transactions: SeatTransactions,
    private readonly ledger: SeatLedger,
  ) {}

  async claim(request: ClaimRequest): Promise<ClaimOutcome> {
    return this.transactions.run(request, async (tx) => {
      await tx.query(IDLE_FOR_EVER, []);
      const seats = await tx.query<SeatRead>(LOCK_SEATS, [request.eventId, request.seatIds]);
      await request.step('after-lock');
      if (!allFree(seats)) return rollback(taken(seats));
      await request.step('after-read');
      return this.ledger.write(tx, request, seats);
    });
  }
}
