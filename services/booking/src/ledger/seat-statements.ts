import type { Statement } from '#postgres';

/** A plain read, without any lock: what it says may be over before it arrives. */
export const READ_SEATS: Statement = {
  name: 'read-seats',
  text: `
    SELECT seat_id, label, section, status, version, clock_timestamp()::text AS read_at
    FROM booking.seats
    WHERE event_id = $1 AND seat_id = ANY($2::bigint[])
    ORDER BY seat_id`,
};

/**
 * Books the seats whatever they are: protecting them is the strategy's business. The old row is read under lock in the
 * same statement, in seat order; the version is counted up by the database, never in the program.
 */
export const TAKE_SEATS: Statement = {
  name: 'take-seats',
  text: `
    WITH old AS (
      SELECT seat_id, status FROM booking.seats
      WHERE event_id = $1 AND seat_id = ANY($2::bigint[])
      ORDER BY seat_id FOR NO KEY UPDATE
    )
    UPDATE booking.seats AS seat
    SET status = 'booked', claim_id = $3, expires_at = NULL, version = seat.version + 1
    FROM old
    WHERE seat.event_id = $1 AND seat.seat_id = old.seat_id
    RETURNING seat.seat_id, seat.section, old.status AS from_status, seat.version`,
};

/**
 * What a yes leaves behind: the claim (and with it the request's key), its live seats, a ledger row per seat. Writes
 * nothing, and returns no row, when the sale policy is another than the one the claim was decided under.
 */
export const RECORD_CLAIM: Statement = {
  name: 'record-claim',
  text: `
    WITH claim AS (
      INSERT INTO booking.claims (event_id, claim_id, customer_id, idempotency_key, fingerprint, status, answer,
        strategy, policy_version, replica)
      SELECT $1, $2, $3, $4, $5, 'booked', $6, $7, $8, $9
      FROM booking.events
      WHERE event_id = $1 AND policy_version = $8 AND NOT switching
      RETURNING claim_id
    ), seat AS (
      SELECT * FROM unnest($10::bigint[], $11::text[], $12::text[], $13::bigint[], $14::bigint[], $15::timestamptz[])
        AS seat (seat_id, section, from_status, version, read_version, read_at)
    ), live AS (
      INSERT INTO booking.claim_seats (event_id, claim_id, seat_id, guarded)
      SELECT $1, claim.claim_id, seat.seat_id, $16 FROM claim, seat
    )
    INSERT INTO booking.ledger (event_id, section, seat_id, claim_id, from_status, to_status, live_delta, version,
      read_version, read_at)
    SELECT $1, seat.section, seat.seat_id, claim.claim_id, seat.from_status, 'booked', 1, seat.version,
      seat.read_version, seat.read_at
    FROM claim, seat
    ORDER BY seat.seat_id
    RETURNING ledger_id`,
};

/** One statement counts and checks, so that parallel claims of one customer cannot pass the limit together. */
export const COUNT_CUSTOMER: Statement = {
  name: 'count-customer',
  text: `
    INSERT INTO booking.customers (event_id, customer_id, live) VALUES ($1, $2, $3)
    ON CONFLICT (event_id, customer_id) DO UPDATE SET live = customers.live + $3
    WHERE customers.live + $3 <= $4
    RETURNING live`,
};

/**
 * A no, stored under its key without waiting for the disk: a crash of PostgreSQL may forget the last moment of
 * refusals, and never a yes. The setting lasts for this statement's own transaction.
 */
export const RECORD_REFUSAL: Statement = {
  name: 'record-refusal',
  text: `
    WITH lazily AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
    INSERT INTO booking.claims (event_id, claim_id, customer_id, idempotency_key, fingerprint, status, answer,
      strategy, policy_version, replica)
    SELECT $1, $2, $3, $4, $5, 'refused', $6, $7, $8, $9
    FROM booking.events, lazily
    WHERE event_id = $1 AND policy_version = $8 AND NOT switching
    RETURNING claim_id`,
};

export const FIND_ANSWER: Statement = {
  name: 'find-answer',
  text: `
    SELECT claim_id, fingerprint, answer, strategy, policy_version, replica
    FROM booking.claims
    WHERE event_id = $1 AND customer_id = $2 AND idempotency_key = $3`,
};
