import { Inject, Injectable } from '@nestjs/common';
import type { Database, Statement } from '#postgres';
import { SEAT_DATABASE } from './seat-transactions.js';

/** What was decided since the event was reset. A claim that sold what was not free says so in its answer. */
const BY_STRATEGY: Statement = {
  name: 'statistics-by-strategy',
  text: `
    WITH decided AS (
      SELECT strategy, claim.status = 'refused' AS failed, jsonb_path_exists(answer, '$.seats[*].from') AS twice
      FROM booking.claims AS claim JOIN booking.events AS event USING (event_id)
      WHERE event_id = $1 AND claim.status <> 'pending' AND decided_at >= coalesce(reset_at, '-infinity')
    )
    SELECT strategy, count(*) FILTER (WHERE NOT failed AND NOT twice) AS confirmed,
      count(*) FILTER (WHERE failed) AS failed, count(*) FILTER (WHERE twice) AS "doubleBooked", count(*) AS total
    FROM decided GROUP BY strategy ORDER BY strategy`,
};

/** With the guard on there is none. */
const SOLD_TWICE: Statement = {
  name: 'statistics-sold-twice',
  text: `
    SELECT label, array_agg(customer_id ORDER BY decided_at) AS customers
    FROM booking.claim_seats AS part JOIN booking.claims USING (event_id, claim_id)
      JOIN booking.seats AS seat USING (event_id, seat_id)
    WHERE event_id = $1 AND part.live AND NOT part.guarded
    GROUP BY seat_id, label HAVING count(*) > 1 ORDER BY seat_id`,
};

const CUSTOMERS: Statement = {
  name: 'statistics-customers',
  text: `
    SELECT customer_id FROM booking.claim_seats JOIN booking.claims USING (event_id, claim_id)
    WHERE event_id = $1 AND live ORDER BY decided_at`,
};

export interface StrategyCounts {
  readonly strategy: string;
  readonly confirmed: number;
  readonly failed: number;
  /** Claims that sold a seat which was not free. */
  readonly doubleBooked: number;
  readonly total: number;
}

export interface SoldTwice {
  readonly label: string;
  /** Those with a live claim, the first first. */
  readonly customers: readonly string[];
}

/** What an event has sold, and to whom. */
@Injectable()
export class SaleStatistics {
  constructor(@Inject(SEAT_DATABASE) private readonly database: Database) {}

  byStrategy(eventId: string): Promise<StrategyCounts[]> {
    return this.database.query<StrategyCounts & Record<string, unknown>>(BY_STRATEGY, [eventId]);
  }

  /** The seats with more than one live claim. */
  soldTwice(eventId: string): Promise<SoldTwice[]> {
    return this.database.query<SoldTwice & Record<string, unknown>>(SOLD_TWICE, [eventId]);
  }

  /** One for each live seat, in the order in which they were sold. */
  async customers(eventId: string): Promise<string[]> {
    const rows = await this.database.query<{ customer_id: string }>(CUSTOMERS, [eventId]);
    return rows.map((row) => row.customer_id);
  }
}
