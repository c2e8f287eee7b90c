import { Injectable } from '@nestjs/common';
import { type Statement, rollback } from '#postgres';
import { SeatLedger } from '../ledger/seat-ledger.js';
import { SeatTransactions } from '../ledger/seat-transactions.js';
import { type SeatRead, allFree } from '../ledger/seat.js';
import { type ClaimOutcome, type ClaimRequest, type ClaimStrategy, taken } from './claim-strategy.js';
import { retry } from './support/retry.js';

const LIMITS = { tries: 3, firstDelayMs: 10 };

const LOCK_SEAT: Statement = {
  name: 'pessimistic-unsorted-lock-seat',
  text: `
    WITH locked AS (
      SELECT seat_id, label, section, status, version FROM booking.seats
      WHERE event_id = $1 AND seat_id = $2 FOR UPDATE
    )
    SELECT *, clock_timestamp()::text AS read_at FROM locked`,
  changesNothing: true,
};

/**
 * The wrong variant of `pessimistic`: one seat after another, in the order in which the customer named them. Safe, but
 * two customers who name the same two seats the other way round wait for each other until PostgreSQL undoes one of them
 * (40P01, after `deadlock_timeout`).
 */
@Injectable()
export class PessimisticUnsortedClaim implements ClaimStrategy {
  static readonly key = 'pessimistic-unsorted';
  static readonly guarantee = 'strict';
  static readonly mechanism = 'as pessimistic, but locks the seats in the order they were named: deadlocks';
  static readonly labOnly = true;

  constructor(
    private readonly transactions: SeatTransactions,
    private readonly ledger: SeatLedger,
  ) {}

  async claim(request: ClaimRequest): Promise<ClaimOutcome> {
    return retry(request, LIMITS, () =>
      this.transactions.run(request, async (tx) => {
        const seats: SeatRead[] = [];
        for (const seatId of request.seatIdsAsNamed) {
          seats.push(...(await tx.query<SeatRead>(LOCK_SEAT, [request.eventId, seatId])));
          await request.step('after-lock');
        }
        if (!allFree(seats)) return rollback(taken(seats));
        await request.step('after-read');
        return this.ledger.write(tx, request, seats);
      }),
    );
  }
}
