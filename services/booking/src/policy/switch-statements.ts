import type { SalePolicy } from '#contracts';
import type { Statement } from '#postgres';
import { SEATS_APPLICATION } from '../ledger/seat-transactions.js';

/** First half of the advisory lock's key, the event is the second; nobody else here locks by two numbers. */
const SWITCH_LOCK = 5_283_618;

/** With the limits under which the session goes on. */
export const TRY_LOCK: Statement = {
  name: 'switch-try-lock',
  text: `
    SELECT pg_try_advisory_lock(${SWITCH_LOCK}, hashtext($1)) AS locked, set_config('lock_timeout', $2, false),
      set_config('statement_timeout', $3, false), set_config('idle_session_timeout', $4, false)`,
};
/** Whether it was locked or not. From here on the session may be idle. */
export const UNLOCK: Statement = {
  name: 'switch-unlock',
  text: `SELECT pg_advisory_unlock_all(), set_config('idle_session_timeout', '0', false)`,
};

export interface PolicyRow {
  readonly policy: SalePolicy;
  readonly policy_version: number;
}
export const READ_POLICY: Statement = {
  name: 'switch-read-policy',
  text: `SELECT policy, policy_version FROM booking.events WHERE event_id = $1`,
};
export const HAS_CLAIMS: Statement = {
  name: 'switch-has-claims',
  text: `SELECT EXISTS (SELECT 1 FROM booking.claims WHERE event_id = $1) AS found`,
};

/** From its commit on, no claim that is not yet open can be written. */
export const CLOSE_SALE: Statement = {
  name: 'switch-close-sale',
  text: `
    UPDATE booking.events SET switching = true, switching_since = clock_timestamp()
    WHERE event_id = $1 RETURNING policy_version`,
};
/** A limit that begins while the event sells: what its customers have by now was not counted. */
export const COUNT_CUSTOMERS: Statement = {
  name: 'switch-count-customers',
  text: `
    INSERT INTO booking.customers (event_id, customer_id, live)
    SELECT event_id, customer_id, count(*) FROM booking.claims JOIN booking.claim_seats USING (event_id, claim_id)
    WHERE event_id = $1 AND live GROUP BY event_id, customer_id
    ON CONFLICT (event_id, customer_id) DO UPDATE SET live = excluded.live`,
};
/** Policy and version change together, so that a version names one policy and no other. */
export const OPEN_SALE: Statement = {
  name: 'switch-open-sale',
  text: `
    UPDATE booking.events SET switching = false, policy = $2, policy_version = policy_version + 1
    WHERE event_id = $1 RETURNING policy_version`,
};
/** Under the same policy; the statistics begin anew. */
export const OPEN_RESET_SALE: Statement = {
  name: 'switch-open-reset-sale',
  text: `
    UPDATE booking.events SET switching = false, reset_at = clock_timestamp()
    WHERE event_id = $1 RETURNING policy_version`,
};
/** Nothing has changed. */
export const REOPEN_SALE: Statement = {
  name: 'switch-reopen-sale',
  text: `UPDATE booking.events SET switching = false WHERE event_id = $1 RETURNING policy_version`,
};

/** Also shows transactions without an xid, and those that only hold a snapshot. */
const SEAT_TRANSACTIONS = `
  pg_stat_activity WHERE datname = current_database() AND application_name = '${SEATS_APPLICATION}'`;

export interface SeatTransaction {
  readonly pid: number;
  readonly since: string;
}
export const LIST_SEAT_TRANSACTIONS: Statement = {
  name: 'switch-list-seat-transactions',
  text: `
    SELECT pid, to_char(xact_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS since
    FROM ${SEAT_TRANSACTIONS} AND xact_start IS NOT NULL ORDER BY xact_start`,
};

/**
 * Closed for longer than $2 ms, and what a switch would wait for is over: who was told that it waits for a transaction
 * may repeat the change for as long as that lasts.
 */
const ABANDONED = `
  event_id = $1 AND switching AND switching_since < clock_timestamp() - $2 * interval '1 ms'
    AND NOT EXISTS (SELECT FROM ${SEAT_TRANSACTIONS} AND xact_start < switching_since)`;
export const IS_ABANDONED: Statement = {
  name: 'switch-is-abandoned',
  text: `SELECT event_id FROM booking.events WHERE ${ABANDONED}`,
};
export const REOPEN_ABANDONED: Statement = {
  name: 'switch-reopen-abandoned',
  text: `UPDATE booking.events SET switching = false WHERE ${ABANDONED} RETURNING event_id`,
};
