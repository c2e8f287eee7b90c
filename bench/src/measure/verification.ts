import type { Client } from 'pg';
import { z } from 'zod';

const Rows = z.object({
  live: z.number(),
  refused: z.number(),
  liveSeats: z.number(),
  soldTwice: z.number(),
  wrongVersions: z.number(),
  strayRows: z.number(),
});
export type SaleRows = z.infer<typeof Rows>;

/** What a load was told, and what could still come after it stopped listening. */
export interface Told {
  /** an upper and a lower bound for what the rows may say */
  readonly yes: number;
  /** any other answer */
  readonly no: number;
  /** requests that were under way when nobody listened any more */
  readonly cutOff: number;
  readonly seatsPerClaim: number;
}

export async function saleRows(database: Client, eventId: string): Promise<SaleRows> {
  return Rows.parse((await database.query(ROWS, [eventId])).rows[0]);
}

/** A sentence for each thing that is not as it was told. */
export function differences(rows: SaleRows, { yes, no, cutOff, seatsPerClaim }: Told): string[] {
  const faults: string[] = [];
  const expect = (so: boolean, sentence: string): void => {
    if (!so) faults.push(sentence);
  };
  expect(rows.soldTwice === 0, `${rows.soldTwice} seats are sold twice`);
  expect(
    rows.wrongVersions === 0,
    `${rows.wrongVersions} seats have another version or status than their ledger`,
  );
  expect(
    rows.strayRows === 0,
    `${rows.strayRows} live seats have no row of their claim in the ledger, or two`,
  );
  expect(rows.live >= yes, `${yes} were told yes, and ${rows.live} claims are live`);
  expect(
    rows.live <= yes + cutOff,
    `${rows.live} claims are live, ${yes} were told yes, ${cutOff} were cut off`,
  );
  expect(rows.refused <= no + cutOff, `${rows.refused} refusals are stored, and ${no} were told no`);
  expect(
    rows.liveSeats === rows.live * seatsPerClaim,
    `${rows.live} claims of ${seatsPerClaim} have ${rows.liveSeats} live seats`,
  );
  return faults;
}

const ROWS = `
  WITH written AS (
    SELECT seat_id, claim_id, count(*) AS rows FROM booking.ledger
    WHERE event_id = $1 AND seat_id IS NOT NULL GROUP BY seat_id, claim_id
  ), history AS (
    SELECT seat_id, sum(rows) AS rows FROM written GROUP BY seat_id
  ), live AS (
    SELECT seat_id, claim_id FROM booking.claim_seats WHERE event_id = $1 AND live
  )
  SELECT
    (SELECT count(*) FROM booking.claims WHERE event_id = $1 AND status IN ('held', 'booked'))::float8 AS live,
    (SELECT count(*) FROM booking.claims WHERE event_id = $1 AND status = 'refused')::float8 AS refused,
    (SELECT count(*) FROM live)::float8 AS "liveSeats",
    (SELECT count(*) FROM (SELECT FROM live GROUP BY seat_id HAVING count(*) > 1) AS twice)::float8 AS "soldTwice",
    (SELECT count(*) FROM booking.seats AS seat LEFT JOIN history USING (seat_id)
     WHERE event_id = $1 AND (seat.version <> coalesce(history.rows, 0)
       OR (seat.status = 'available') <> (history.rows IS NULL)))::float8 AS "wrongVersions",
    (SELECT count(*) FROM live LEFT JOIN written USING (seat_id, claim_id)
     WHERE written.rows IS DISTINCT FROM 1)::float8 AS "strayRows"`;
