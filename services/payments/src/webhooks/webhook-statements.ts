import type { Statement } from '#postgres';

/** Longer than an attempt may take (5 s): what a killed process was at is taken up by another one after it. */
const LEASE_SECONDS = 10;
/** For how long an event waits for a later one that is to overtake it. */
const OVERTAKEN_WITHIN_SECONDS = 10;

/** $1: the events, as a JSON array. No full stop in the id: it would let parts of what is signed change places. */
export const ANNOUNCE: Statement = {
  name: 'announce-events',
  text: `
    INSERT INTO payments.webhooks (webhook_id, payment_id, payload)
    SELECT 'msg_' || replace(gen_random_uuid()::text, '-', ''), event -> 'data' ->> 'paymentId', event
    FROM jsonb_array_elements($1::jsonb) AS event`,
};

export interface DueWebhook {
  readonly webhook_id: string;
  readonly body: string;
  /** This one included. */
  readonly attempts: number;
  readonly copies: number;
}

/**
 * Takes $1 of those that are due, under a lease; $2: whether the faults of the lab count. A payment's own switches
 * count instead of those of all. statement_timestamp(), as no index helps with the volatile clock_timestamp().
 */
export const TAKE_DUE: Statement = {
  name: 'take-due-webhooks',
  text: `
    WITH due AS (
      SELECT w.webhook_id, 1 + coalesce(fault.duplicates, 0) AS copies
      FROM payments.webhooks AS w
      LEFT JOIN LATERAL (
        SELECT * FROM payments.webhook_faults AS f
        WHERE $2 AND f.payment_id IN (w.payment_id, '*')
        ORDER BY f.payment_id = '*' LIMIT 1) AS fault ON true
      WHERE w.due_at <= statement_timestamp()
        AND NOT coalesce(fault.never, false)
        AND w.created_at + coalesce(fault.late_ms, 0) * interval '1 ms' <= statement_timestamp()
        AND (NOT coalesce(fault.out_of_order, false)
          OR w.created_at + interval '${OVERTAKEN_WITHIN_SECONDS} s' <= statement_timestamp()
          OR EXISTS (SELECT FROM payments.webhooks AS earlier
            WHERE earlier.payment_id = w.payment_id AND earlier.seq < w.seq)
          OR EXISTS (SELECT FROM payments.webhooks AS later
            WHERE later.payment_id = w.payment_id AND later.seq > w.seq AND later.delivered_at IS NOT NULL))
      ORDER BY w.due_at LIMIT $1
      FOR UPDATE OF w SKIP LOCKED)
    UPDATE payments.webhooks AS w
    SET due_at = clock_timestamp() + interval '${LEASE_SECONDS} s', attempts = w.attempts + 1
    FROM due WHERE w.webhook_id = due.webhook_id
    RETURNING w.webhook_id, w.payload::text AS body, w.attempts, due.copies`,
};

export const DELIVERED: Statement = {
  name: 'webhook-delivered',
  text: `
    UPDATE payments.webhooks
    SET delivered_at = clock_timestamp(), attempted_at = clock_timestamp(), due_at = NULL
    WHERE webhook_id = $1 AND delivered_at IS NULL`,
};

/** Only of the attempt that is the last one: another process may have taken it up since. $3 null: given up. */
export const NOT_DELIVERED: Statement = {
  name: 'webhook-not-delivered',
  text: `
    UPDATE payments.webhooks
    SET due_at = clock_timestamp() + $3 * interval '1 ms', attempted_at = clock_timestamp(), last_failure = $4
    WHERE webhook_id = $1 AND attempts = $2 AND delivered_at IS NULL`,
};

/** Whether the customer is still to be kept: the switch is on, and a webhook of the payment was not attempted yet. */
export const KEEPS_CUSTOMER: Statement = {
  name: 'webhooks-before-redirect',
  text: `
    SELECT coalesce((
        SELECT before_redirect FROM payments.webhook_faults
        WHERE payment_id IN ($1, '*') ORDER BY payment_id = '*' LIMIT 1), false)
      AND EXISTS (SELECT FROM payments.webhooks WHERE payment_id = $1 AND attempted_at IS NULL) AS keeps`,
};

export const SET_FAULTS: Statement = {
  name: 'set-webhook-faults',
  text: `
    INSERT INTO payments.webhook_faults
      (payment_id, late_ms, duplicates, out_of_order, before_redirect, never)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (payment_id) DO UPDATE SET
      late_ms = excluded.late_ms, duplicates = excluded.duplicates, out_of_order = excluded.out_of_order,
      before_redirect = excluded.before_redirect, never = excluded.never`,
};

export const LIST_FAULTS: Statement = {
  name: 'list-webhook-faults',
  text: `
    SELECT payment_id AS "paymentId", late_ms AS "lateMs", duplicates, out_of_order AS "outOfOrder",
      before_redirect AS "beforeRedirect", never
    FROM payments.webhook_faults ORDER BY payment_id`,
};

/** $1 null: of all. */
export const CLEAR_FAULTS: Statement = {
  name: 'clear-webhook-faults',
  text: `DELETE FROM payments.webhook_faults WHERE $1::text IS NULL OR payment_id = $1`,
};
