import type { ProviderStatus } from '#contracts';
import type { Statement } from '#postgres';

/** So that a payment whose customer is paying right now is asked for only if its webhook does not come. */
const FIRST_ASKED_AFTER_S = 5;

/** Nothing when it is known: the provider has one for a reference. */
export const STORE: Statement = {
  name: 'payment-store',
  text: `
    INSERT INTO booking.payments (payment_id, event_id, claim_id, attempt, amount, currency, pay_url, ask_at)
    SELECT $3, event_id, claim_id, $4, $5, $6, $7, clock_timestamp() + interval '${FIRST_ASKED_AFTER_S} seconds'
    FROM booking.claims WHERE event_id = $1 AND claim_id = $2
    ON CONFLICT (payment_id) DO NOTHING`,
};

/** The next one, after those that came to nothing. */
export const NEXT_ATTEMPT: Statement = {
  name: 'payment-next-attempt',
  text: `
    SELECT count(*) + 1 AS attempt FROM booking.payments
    WHERE event_id = $1 AND claim_id = $2 AND status IN ('cancelled', 'expired')`,
};

/** Takes effect once: nothing leads back to "open". */
export const CAPTURED: Statement = {
  name: 'payment-captured',
  text: `
    UPDATE booking.payments
    SET status = 'captured', captured = amount, decided_at = clock_timestamp()
    WHERE payment_id = $1 AND status = 'open'
    RETURNING payment_id`,
};

/** A claim that is still held, or whose event is closed for a moment, is not one to refund. */
export const CAPTURED_IN_VAIN: Statement = {
  name: 'payment-captured-in-vain',
  text: `
    UPDATE booking.payments AS paid
    SET status = 'captured', captured = amount, refund_due = true, ask_at = clock_timestamp(),
      decided_at = clock_timestamp()
    FROM booking.claims AS claim JOIN booking.events AS event USING (event_id)
    WHERE payment_id = $1 AND paid.status = 'open' AND claim.event_id = paid.event_id
      AND claim.claim_id = paid.claim_id AND claim.status <> 'held' AND NOT event.switching
    RETURNING payment_id`,
};

export const REFUNDED: Statement = {
  name: 'payment-refunded',
  text: `
    UPDATE booking.payments
    SET status = 'refunded', captured = amount, refunded = amount, refund_due = false,
      decided_at = coalesce(decided_at, clock_timestamp())
    WHERE payment_id = $1 AND status IN ('open', 'captured')
    RETURNING payment_id`,
};

export const CAME_TO_NOTHING: Statement = {
  name: 'payment-came-to-nothing',
  text: `
    UPDATE booking.payments SET status = $2, decided_at = clock_timestamp()
    WHERE payment_id = $1 AND status = 'open' RETURNING payment_id`,
};

export const FIND_STATUS: Statement = {
  name: 'payment-find-status',
  text: `SELECT status FROM booking.payments WHERE payment_id = $1`,
};

/**
 * Those to be asked for, each for as long as an answer may take; then ever more rarely. statement_timestamp(), as an
 * index does not help with the volatile clock_timestamp().
 */
export const TAKE_UNSETTLED: Statement = {
  name: 'payment-take-unsettled',
  text: `
    WITH due AS (
      SELECT payment_id FROM booking.payments
      WHERE (status = 'open' OR refund_due) AND ask_at <= statement_timestamp()
      ORDER BY ask_at LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE booking.payments AS paid
    SET asked = asked + 1, ask_at = clock_timestamp() + least(5 + asked, $2) * interval '1 second'
    FROM due WHERE paid.payment_id = due.payment_id
    RETURNING paid.payment_id AS "paymentId", refund_due AS "refundDue",
      NOT EXISTS (SELECT FROM booking.claims AS claim
        WHERE claim.event_id = paid.event_id AND claim.claim_id = paid.claim_id
          AND claim.status = 'held' AND claim.expires_at > clock_timestamp()) AS "claimIsOver"`,
};

/** What there is to do about a payment. */
export interface UnsettledPayment {
  readonly paymentId: string;
  readonly refundDue: boolean;
  /** Nobody waits for it any more: it should not be paid. */
  readonly claimIsOver: boolean;
}

export interface StatusRow {
  readonly status: ProviderStatus;
}
