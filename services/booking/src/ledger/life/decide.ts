import type { Session, Statement } from '#postgres';

/**
 * One conditional UPDATE each, of the claim's row and of nothing else: whoever changes it first has decided. None while
 * the sale is closed for a change of its policy, which counts the seats of its customers meanwhile.
 */
const WHILE_OPEN = `
  EXISTS (SELECT FROM booking.events AS event WHERE event.event_id = claim.event_id AND NOT event.switching)`;

/** $3: it costs nothing, so that there is nothing to pay. */
export const CONFIRM: Statement = {
  name: 'claim-confirm',
  text: `
    UPDATE booking.claims AS claim SET status = 'booked'
    WHERE event_id = $1 AND claim_id = $2 AND status = 'held' AND expires_at > clock_timestamp()
      AND (payment = 'none' OR $3) AND ${WHILE_OPEN}
    RETURNING claim_id, customer_id`,
};

/** Whatever the clock says: as long as nobody has ended the hold, its seats are its own. */
export const PAY: Statement = {
  name: 'claim-pay',
  text: `
    UPDATE booking.claims AS claim SET status = 'booked'
    WHERE event_id = $1 AND claim_id = $2 AND status = 'held' AND ${WHILE_OPEN}
    RETURNING claim_id, customer_id`,
};

/** Its seats are anybody's by now: who calls this rolls back unless it gets all of them. */
export const PAY_LATE: Statement = {
  name: 'claim-pay-late',
  text: `
    UPDATE booking.claims AS claim SET status = 'booked'
    WHERE event_id = $1 AND claim_id = $2 AND status = 'expired' AND ${WHILE_OPEN}
    RETURNING claim_id, customer_id`,
};

/** Once, by as long as the event holds seats now, or as the hold was to last. */
export const EXTEND: Statement = {
  name: 'claim-extend',
  text: `
    WITH extended AS (
      UPDATE booking.claims AS claim
      SET extensions = extensions + 1, expires_at = expires_at
        + coalesce((event.policy->>'holdSeconds')::integer * interval '1 second', expires_at - decided_at)
      FROM booking.events AS event
      WHERE claim.event_id = $1 AND claim.claim_id = $2 AND status = 'held' AND expires_at > clock_timestamp()
        AND extensions < $3 AND event.event_id = claim.event_id AND NOT event.switching
      RETURNING claim.event_id, claim.claim_id, claim.customer_id, expires_at
    ), held AS (
      SELECT seat.seat_id, extended.expires_at
      FROM extended JOIN booking.claim_seats AS part USING (event_id, claim_id)
        JOIN booking.seats AS seat USING (event_id, seat_id)
      WHERE part.live AND seat.claim_id = extended.claim_id AND seat.status = 'held'
      ORDER BY seat.seat_id FOR NO KEY UPDATE OF seat
    ), told AS (
      UPDATE booking.seats AS seat SET expires_at = held.expires_at
      FROM held WHERE seat.event_id = $1 AND seat.seat_id = held.seat_id
    )
    SELECT claim_id, customer_id FROM extended`,
};

export const GIVE_BACK: Statement = {
  name: 'claim-give-back',
  text: `
    UPDATE booking.claims AS claim SET status = CASE status WHEN 'held' THEN 'released' ELSE 'cancelled' END
    WHERE event_id = $1 AND claim_id = $2
      AND (status = 'booked' OR (status = 'held' AND expires_at > clock_timestamp())) AND ${WHILE_OPEN}
    RETURNING claim_id, customer_id`,
};

/** What it is now, and remains until the end of the transaction: its payment may be booking it this moment. */
export const LOCK: Statement = {
  name: 'claim-lock',
  text: `SELECT status FROM booking.claims WHERE event_id = $1 AND claim_id = $2 FOR NO KEY UPDATE`,
};

/** Its payment was taken back. */
export const CANCEL: Statement = {
  name: 'claim-cancel',
  text: `
    UPDATE booking.claims AS claim SET status = 'cancelled'
    WHERE event_id = $1 AND claim_id = $2 AND status = 'booked' AND ${WHILE_OPEN}
    RETURNING claim_id, customer_id`,
};

/** Waits for whoever is at one of them: after it they are over, by us or by him. */
export const EXPIRE: Statement = {
  name: 'claim-expire',
  text: `
    WITH due AS (
      SELECT event_id, claim_id FROM booking.claims
      WHERE event_id = $1 AND claim_id = ANY($2::uuid[]) AND status = 'held' AND expires_at <= clock_timestamp()
      ORDER BY claim_id FOR NO KEY UPDATE
    )
    UPDATE booking.claims AS claim SET status = 'expired' FROM due
    WHERE claim.event_id = due.event_id AND claim.claim_id = due.claim_id AND ${WHILE_OPEN}
    RETURNING claim.claim_id, claim.customer_id`,
};

/** One transaction: some 5 ms of work for PostgreSQL, so that a claim that waits for it is not late. */
export const HOLDS_AT_ONCE = 100;

/**
 * Leaves out those that somebody else is at. statement_timestamp(), as an index does not help with the volatile
 * clock_timestamp(); and the limit is written out, as the planner takes a parameter for a tenth of the table.
 */
export const EXPIRE_SOME: Statement = {
  name: 'claim-expire-some',
  text: `
    WITH due AS (
      SELECT event_id, claim_id FROM booking.claims
      WHERE event_id = $1 AND status = 'held' AND expires_at <= statement_timestamp()
      ORDER BY expires_at LIMIT ${HOLDS_AT_ONCE} FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE booking.claims AS claim SET status = 'expired' FROM due
    WHERE claim.event_id = due.event_id AND claim.claim_id = due.claim_id AND ${WHILE_OPEN}
    RETURNING claim.claim_id, claim.customer_id`,
};

export interface Decided {
  readonly claim_id: string;
  readonly customer_id: string;
}

export const decide = (
  session: Session,
  statement: Statement,
  values: readonly unknown[],
): Promise<Decided[]> => session.query<Decided>(statement, values);
