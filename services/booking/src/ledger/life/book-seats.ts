import type { Statement, Transaction } from '#postgres';

/** The seats that a claim holds become its booking. */
const BOOK_HELD: Statement = {
  name: 'book-held-seats',
  text: `
    WITH old AS (
      SELECT seat.seat_id, seat.status
      FROM booking.claim_seats AS part JOIN booking.seats AS seat USING (event_id, seat_id)
      WHERE part.event_id = $1 AND part.claim_id = $2 AND part.live
      ORDER BY seat.seat_id FOR NO KEY UPDATE OF seat
    ), booked AS (
      UPDATE booking.seats AS seat
      SET status = 'booked', claim_id = $2, expires_at = NULL, version = seat.version + 1
      FROM old WHERE seat.event_id = $1 AND seat.seat_id = old.seat_id
      RETURNING seat.seat_id, seat.section, old.status AS from_status, seat.version
    ), ledger AS (
      INSERT INTO booking.ledger (event_id, section, seat_id, claim_id, from_status, to_status, live_delta, version)
      SELECT $1, section, seat_id, $2, from_status, 'booked', 0, version FROM booked ORDER BY seat_id
    )
    SELECT seat_id FROM booked`,
};

export async function bookHeldSeats(tx: Transaction, eventId: string, claimId: string): Promise<void> {
  const booked = await tx.query(BOOK_HELD, [eventId, claimId]);
  if (booked.length === 0) throw new Error(`claim ${claimId} was held and has no seats`);
}

/** Only all of them: the condition is on the rows that this statement has under lock. */
const BOOK_FREED: Statement = {
  name: 'book-freed-seats',
  text: `
    WITH old AS (
      SELECT seat.seat_id, seat.status
      FROM booking.claim_seats AS part JOIN booking.seats AS seat USING (event_id, seat_id)
      WHERE part.event_id = $1 AND part.claim_id = $2
      ORDER BY seat.seat_id FOR NO KEY UPDATE OF seat
    ), booked AS (
      UPDATE booking.seats AS seat
      SET status = 'booked', claim_id = $2, expires_at = NULL, version = seat.version + 1
      FROM old WHERE seat.event_id = $1 AND seat.seat_id = old.seat_id
        AND NOT EXISTS (SELECT FROM old AS other WHERE other.status <> 'available')
      RETURNING seat.seat_id, seat.section, old.status AS from_status, seat.version
    ), live AS (
      UPDATE booking.claim_seats AS part SET live = true FROM booked
      WHERE part.event_id = $1 AND part.claim_id = $2 AND part.seat_id = booked.seat_id
    ), ledger AS (
      INSERT INTO booking.ledger (event_id, section, seat_id, claim_id, from_status, to_status, live_delta, version)
      SELECT $1, section, seat_id, $2, from_status, 'booked', 1, version FROM booked ORDER BY seat_id
    )
    SELECT seat_id FROM booked`,
};

/** Where customers are counted; nothing where the limit would be passed. */
const COUNT_UP: Statement = {
  name: 'book-freed-count-up',
  text: `
    WITH sale AS (
      SELECT (policy->>'maxPerCustomer')::integer AS most FROM booking.events
      WHERE event_id = $1 AND policy->>'maxPerCustomer' IS NOT NULL AND policy->>'limitRule' = 'counter'
    ), counted AS (
      INSERT INTO booking.customers AS customer (event_id, customer_id, live)
      SELECT $1, $2, $3 FROM sale WHERE $3 <= most
      ON CONFLICT (event_id, customer_id) DO UPDATE SET live = customer.live + excluded.live
      WHERE customer.live + excluded.live <= (SELECT most FROM sale)
      RETURNING customer_id
    )
    SELECT NOT EXISTS (SELECT FROM sale) OR EXISTS (SELECT FROM counted) AS within`,
};

/**
 * The seats of an expired claim again, if all of them are free and its customer may still have them; false: roll back.
 */
export async function bookFreedSeats(
  tx: Transaction,
  claim: { readonly eventId: string; readonly claimId: string; readonly customerId: string },
): Promise<boolean> {
  const booked = await tx.query(BOOK_FREED, [claim.eventId, claim.claimId]);
  if (booked.length === 0) return false;
  const [counted] = await tx.query<{ within: boolean }>(COUNT_UP, [
    claim.eventId,
    claim.customerId,
    booked.length,
  ]);
  return counted?.within === true;
}
