import { Inject, Injectable } from '@nestjs/common';
import { type Database, type Statement, commit } from '#postgres';
import type { Rejected } from '../claim.js';
import { SEAT_DATABASE, SeatTransactions } from '../seat-transactions.js';
import { ChangeSteps } from './change-steps.js';
import { REFUND_OR_CANCEL } from './claim-life.js';
import { decide } from './decide.js';
import { giveBackSeats } from './give-back-seats.js';

/** Also while the sale is closed: it is closed for this. */
const END_SOME: Statement = {
  name: 'claims-end-some',
  text: `
    WITH live AS (
      SELECT event_id, claim_id FROM booking.claims WHERE event_id = $1 AND status IN ('held', 'booked')
      ORDER BY claim_id LIMIT $2 FOR NO KEY UPDATE
    )
    UPDATE booking.claims AS claim SET status = CASE status WHEN 'held' THEN 'released' ELSE 'cancelled' END
    FROM live WHERE claim.event_id = live.event_id AND claim.claim_id = live.claim_id
    RETURNING claim.claim_id, claim.customer_id`,
};

/** A worker that is at one of them finds its row decided, and undoes what it did. */
const REFUSE_PENDING: Statement = {
  name: 'claims-refuse-pending',
  text: `
    UPDATE booking.claims SET status = 'refused', answer = $2, decided_at = clock_timestamp()
    WHERE event_id = $1 AND status = 'pending' RETURNING claim_id`,
};

const RESET: Rejected = {
  kind: 'rejected',
  code: 'given-up',
  detail: 'The event was reset before the claim was decided.',
};

/** Ends what an event has sold. Nothing is deleted: every seat that is freed has its ledger row. */
@Injectable()
export class ClaimsReset {
  constructor(
    @Inject(SEAT_DATABASE) private readonly database: Database,
    private readonly transactions: SeatTransactions,
    private readonly steps: ChangeSteps,
  ) {}

  /** How many live claims were ended, at the most so many, in one transaction; payments are refunded. */
  async endSome(eventId: string, most: number): Promise<number> {
    const step = this.steps.of({ change: 'reset', eventId });
    return this.transactions.change('read committed', step, async (tx) => {
      const ended = await decide(tx, END_SOME, [eventId, most]);
      await giveBackSeats(tx, eventId, ended);
      await tx.query(REFUND_OR_CANCEL, [eventId, ended.map((claim) => claim.claim_id)]);
      return commit(ended.length);
    });
  }

  /** How many claims that waited to be decided are refused by now. */
  async refusePending(eventId: string): Promise<number> {
    return (await this.database.query(REFUSE_PENDING, [eventId, JSON.stringify(RESET)])).length;
  }
}
