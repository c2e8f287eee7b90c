import type { Statement, Transaction } from '#postgres';
import type { Decided } from './decide.js';

/** In the order in which claims lock them. What follows has to see what was committed until then. */
const LOCK_SEATS: Statement = {
  name: 'give-back-lock-seats',
  text: `
    SELECT seat.seat_id FROM booking.claim_seats AS part JOIN booking.seats AS seat USING (event_id, seat_id)
    WHERE part.event_id = $1 AND part.claim_id = ANY($2::uuid[]) AND part.live
    ORDER BY seat.seat_id FOR NO KEY UPDATE OF seat`,
};

/**
 * The live seats of ended claims, one claim per seat at a time. Where the guard is off a seat may have another live
 * claim, which gets it; else it is free.
 */
const GIVE_BACK_SEATS: Statement = {
  name: 'give-back-seats',
  text: `
    WITH ending AS (
      SELECT DISTINCT ON (seat_id) claim_id, seat_id, guarded FROM booking.claim_seats
      WHERE event_id = $1 AND claim_id = ANY($2::uuid[]) AND live
      ORDER BY seat_id, claim_id
    ), ended AS (
      UPDATE booking.claim_seats AS part SET live = false FROM ending
      WHERE part.event_id = $1 AND part.claim_id = ending.claim_id AND part.seat_id = ending.seat_id
    ), heir AS (
      SELECT DISTINCT ON (other.seat_id) other.seat_id, claim.claim_id, claim.status,
        CASE claim.status WHEN 'held' THEN claim.expires_at END AS expires_at
      FROM ending JOIN booking.claim_seats AS other USING (seat_id)
        JOIN booking.claims AS claim ON claim.event_id = other.event_id AND claim.claim_id = other.claim_id
      WHERE NOT ending.guarded AND other.event_id = $1 AND other.live AND NOT other.guarded
        AND other.claim_id <> ending.claim_id AND claim.status IN ('held', 'booked')
      ORDER BY other.seat_id, claim.status, claim.decided_at
    ), old AS (
      SELECT ending.claim_id, seat.seat_id, seat.status
      FROM ending JOIN booking.seats AS seat ON seat.event_id = $1 AND seat.seat_id = ending.seat_id
    ), given AS (
      UPDATE booking.seats AS seat
      SET status = coalesce(heir.status, 'available'), claim_id = heir.claim_id, expires_at = heir.expires_at,
        version = seat.version + 1
      FROM old LEFT JOIN heir USING (seat_id)
      WHERE seat.event_id = $1 AND seat.seat_id = old.seat_id
      RETURNING seat.seat_id, seat.section, old.claim_id, old.status AS from_status, seat.status AS to_status,
        seat.version
    ), ledger AS (
      INSERT INTO booking.ledger (event_id, section, seat_id, claim_id, from_status, to_status, live_delta, version)
      SELECT $1, section, seat_id, claim_id, from_status, to_status, -1, version FROM given ORDER BY seat_id
    )
    SELECT claim_id FROM given`,
};

/** The rows are locked in the order of the customers, as where they are counted up. */
const COUNT_DOWN: Statement = {
  name: 'give-back-count-down',
  text: `
    WITH fewer AS (
      SELECT customer.event_id, customer.customer_id, seats
      FROM unnest($2::text[], $3::integer[]) AS fewer (customer_id, seats)
        JOIN booking.customers AS customer ON customer.event_id = $1 AND customer.customer_id = fewer.customer_id
      ORDER BY customer.customer_id FOR NO KEY UPDATE OF customer
    )
    UPDATE booking.customers AS customer SET live = greatest(customer.live - fewer.seats, 0) FROM fewer
    WHERE customer.event_id = fewer.event_id AND customer.customer_id = fewer.customer_id`,
};

/** Frees the seats of claims whose rows the caller's transaction has just ended. */
export async function giveBackSeats(
  tx: Transaction,
  eventId: string,
  ended: readonly Decided[],
): Promise<void> {
  if (ended.length === 0) return;
  const claimIds = ended.map((claim) => claim.claim_id);
  const locked = await tx.query(LOCK_SEATS, [eventId, claimIds]);
  const seatsOf = new Map<string, number>();
  for (let given = 0; given < locked.length;) {
    const rows = await tx.query<{ claim_id: string }>(GIVE_BACK_SEATS, [eventId, claimIds]);
    if (rows.length === 0) throw new Error('a live seat that was locked was not given back');
    for (const { claim_id: claim } of rows) seatsOf.set(claim, (seatsOf.get(claim) ?? 0) + 1);
    given += rows.length;
  }
  const fewer = new Map<string, number>();
  for (const claim of ended) {
    const seats = seatsOf.get(claim.claim_id) ?? 0;
    fewer.set(claim.customer_id, (fewer.get(claim.customer_id) ?? 0) + seats);
  }
  await tx.query(COUNT_DOWN, [eventId, [...fewer.keys()], [...fewer.values()]]);
}
