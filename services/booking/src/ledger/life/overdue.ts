import { Inject, Injectable } from '@nestjs/common';
import type { Isolation } from '#contracts';
import type { Database, Statement } from '#postgres';
import { SEAT_DATABASE } from '../seat-transactions.js';

const EVENTS_MOST = 100;

/** statement_timestamp() here and below, as an index does not help with the volatile clock_timestamp(). */
const EVENTS_WITH_OVERDUE: Statement = {
  name: 'events-with-overdue-holds',
  text: `
    SELECT event_id AS "eventId", policy->>'isolation' AS isolation FROM booking.events AS event
    WHERE NOT switching AND EXISTS (
      SELECT FROM booking.claims AS claim
      WHERE claim.event_id = event.event_id AND status = 'held' AND expires_at <= statement_timestamp())
    ORDER BY event_id LIMIT ${EVENTS_MOST}`,
};

export const REQUESTS_AT_ONCE = 500;

/** What a client may have lost the answer of is kept for a day; a booking, and what money was paid for, for good. */
const FORGET_SOME: Statement = {
  name: 'forget-some-requests',
  text: `
    WITH old AS (
      SELECT event_id, claim_id FROM booking.claims AS claim
      WHERE decided_at < statement_timestamp() - interval '24 hours' AND status IN ('refused', 'released', 'expired')
        AND NOT EXISTS (SELECT FROM booking.payments AS paid
          WHERE paid.event_id = claim.event_id AND paid.claim_id = claim.claim_id)
      ORDER BY decided_at LIMIT ${REQUESTS_AT_ONCE} FOR UPDATE SKIP LOCKED
    ), parts AS (
      DELETE FROM booking.claim_seats AS part USING old
      WHERE part.event_id = old.event_id AND part.claim_id = old.claim_id
    )
    DELETE FROM booking.claims AS claim USING old
    WHERE claim.event_id = old.event_id AND claim.claim_id = old.claim_id
    RETURNING claim.claim_id`,
};

export interface EventWithOverdue {
  readonly eventId: string;
  readonly isolation: Isolation;
}

/** What time has passed over. */
@Injectable()
export class Overdue {
  constructor(@Inject(SEAT_DATABASE) private readonly database: Database) {}

  /** With holds to end; not those whose policy is being changed. */
  events(): Promise<EventWithOverdue[]> {
    return this.database.query<EventWithOverdue & Record<string, unknown>>(EVENTS_WITH_OVERDUE, []);
  }

  /** How many requests were forgotten, at the most REQUESTS_AT_ONCE. */
  async forgetSome(): Promise<number> {
    return (await this.database.query(FORGET_SOME, [])).length;
  }
}
