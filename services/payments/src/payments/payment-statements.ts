import type { ProviderStatus } from '#contracts';
import type { Statement } from '#postgres';

/** By PostgreSQL's clock. An open payment whose time is over is expired, whether the worker has come by or not. */
const PAYMENT = `
  payment_id, reference, amount, currency, description, return_url, captured, refunded, refund_key, expires_at,
  CASE WHEN status = 'open' AND expires_at <= clock_timestamp() THEN 'expired' ELSE status END AS status,
  clock_timestamp() AS now`;

export interface PaymentRow {
  readonly payment_id: string;
  readonly reference: string;
  readonly amount: number;
  readonly currency: string;
  readonly description: string;
  readonly return_url: string | null;
  readonly captured: number;
  readonly refunded: number;
  readonly refund_key: string | null;
  readonly expires_at: Date;
  readonly status: ProviderStatus;
  readonly now: Date;
}

export const CREATE: Statement = {
  name: 'create-payment',
  text: `
    INSERT INTO payments.payments (payment_id, reference, amount, currency, description, return_url, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (reference) DO NOTHING
    RETURNING ${PAYMENT}`,
};

export const FIND: Statement = {
  name: 'find-payment',
  text: `SELECT ${PAYMENT} FROM payments.payments WHERE payment_id = $1`,
};

export const FIND_BY_REFERENCE: Statement = {
  name: 'find-payment-by-reference',
  text: `SELECT ${PAYMENT} FROM payments.payments WHERE reference = $1`,
};

/** Each change is decided by its row alone: who finds it no longer so has lost, and changes nothing. */
export const CAPTURE: Statement = {
  name: 'capture-payment',
  text: `
    UPDATE payments.payments SET status = 'captured', captured = amount
    WHERE payment_id = $1 AND status = 'open' AND expires_at > clock_timestamp()
    RETURNING ${PAYMENT}`,
};

export const CANCEL: Statement = {
  name: 'cancel-payment',
  text: `
    UPDATE payments.payments SET status = 'cancelled'
    WHERE payment_id = $1 AND status = 'open' AND expires_at > clock_timestamp()
    RETURNING ${PAYMENT}`,
};

export const REFUND: Statement = {
  name: 'refund-payment',
  text: `
    UPDATE payments.payments SET status = 'refunded', refunded = captured, refund_key = $2
    WHERE payment_id = $1 AND status = 'captured'
    RETURNING ${PAYMENT}`,
};

/** An array, so that the rows are chosen once: a subquery may be run again for each row, and would skip more. */
export const EXPIRE: Statement = {
  name: 'expire-payments',
  text: `
    UPDATE payments.payments SET status = 'expired'
    WHERE payment_id = ANY (ARRAY(
      SELECT payment_id FROM payments.payments
      WHERE status = 'open' AND expires_at <= statement_timestamp()
      ORDER BY expires_at LIMIT $1
      FOR UPDATE SKIP LOCKED))
    RETURNING ${PAYMENT}`,
};
