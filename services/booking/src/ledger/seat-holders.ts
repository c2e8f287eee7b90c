import { Inject, Injectable } from '@nestjs/common';
import type { Database, Statement } from '#postgres';
import { SEAT_DATABASE } from './seat-transactions.js';
import type { SeatStatus } from './seat.js';

/** A hold whose time is over is free. */
const SEATS = `
  SELECT seat.event_id AS "eventId", label, section, row_name AS row, seat.version,
    CASE WHEN seat.status = 'held' AND seat.expires_at <= clock_timestamp() THEN 'available' ELSE seat.status END
      AS status, claim_id AS "claimId", customer_id AS "customerId"
  FROM booking.seats AS seat LEFT JOIN booking.claims AS claim USING (event_id, claim_id)`;

const OF_EVENTS: Statement = {
  name: 'seats-with-holders',
  text: `${SEATS} WHERE seat.event_id = ANY($1::text[]) ORDER BY seat.event_id, seat_id`,
};
const OF_SEAT: Statement = {
  name: 'seat-with-holder',
  text: `${SEATS} WHERE seat.event_id = $1 AND label = $2`,
};

export interface HeldSeat {
  readonly eventId: string;
  readonly label: string;
  readonly section: string;
  readonly row: string | null;
  readonly version: number;
  readonly status: SeatStatus;
  /** Of the claim that has it, or had it until its time was over. */
  readonly claimId: string | null;
  readonly customerId: string | null;
}

/** The seats with whom they belong to, which only the lab may be told. */
@Injectable()
export class SeatHolders {
  constructor(@Inject(SEAT_DATABASE) private readonly database: Database) {}

  ofEvents(eventIds: readonly string[]): Promise<HeldSeat[]> {
    return this.database.query<HeldSeat & Record<string, unknown>>(OF_EVENTS, [eventIds]);
  }

  async ofSeat(eventId: string, label: string): Promise<HeldSeat | undefined> {
    const [seat] = await this.database.query<HeldSeat & Record<string, unknown>>(OF_SEAT, [eventId, label]);
    return seat;
  }
}
