import type { Client } from 'pg';

/** Where a payment is without its customer knowing. */
export const PAYMENT_STEPS = ['captured, webhook not sent', 'webhook on its way', 'refund due'] as const;
export type PaymentStep = (typeof PAYMENT_STEPS)[number];
export interface PaymentAt {
  readonly step: PaymentStep;
  readonly paymentId: string;
}

const LOOK = `
  SELECT CASE attempts WHEN 0 THEN 'captured, webhook not sent' ELSE 'webhook on its way' END AS step,
         payment_id AS "paymentId"
  FROM payments.payments AS paid JOIN payments.webhooks AS told USING (payment_id)
    LEFT JOIN booking.payments AS known USING (payment_id)
  WHERE starts_with(paid.reference, $1 || '/') AND told.payload->>'type' = 'payment.captured'
    AND coalesce(known.status, 'open') = 'open'
    AND (attempts = 0 OR (attempts = 1 AND attempted_at IS NULL AND delivered_at IS NULL))
  UNION ALL
  SELECT 'refund due', payment_id FROM booking.payments WHERE event_id = $1 AND refund_due`;

/** Of the payments $2: those that were not decided, and not refunded, at $3, which is in ms since 1970. */
const NOT_BY = `
  SELECT payment_id AS "paymentId", coalesce(decided_at > to_timestamp($3 / 1000.0), true) AS undecided,
    NOT EXISTS (SELECT FROM payments.webhooks AS told WHERE told.payment_id = paid.payment_id
      AND payload->>'type' = 'payment.refunded' AND told.created_at <= to_timestamp($3 / 1000.0)) AS "notRefunded"
  FROM payments.payments AS paid LEFT JOIN booking.payments USING (payment_id)
  WHERE starts_with(paid.reference, $1 || '/') AND payment_id = ANY($2)`;

const SENT_AGAIN = `
  SELECT coalesce(last_failure, 'no answer') AS why, count(*)::int AS webhooks
  FROM payments.webhooks AS told JOIN payments.payments USING (payment_id)
  WHERE starts_with(reference, $1 || '/') AND attempts > 1 GROUP BY 1 ORDER BY 1`;

export async function paymentsAt(database: Client, eventId: string): Promise<PaymentAt[]> {
  return (await database.query<PaymentAt>(LOOK, [eventId])).rows;
}

/** Of what was seen just before a kill: that of which the kill came in between. */
export async function stillAt(
  database: Client,
  eventId: string,
  seen: readonly PaymentAt[],
  killedAt: number,
): Promise<PaymentAt[]> {
  interface Then {
    paymentId: string;
    undecided: boolean;
    notRefunded: boolean;
  }
  const ids = seen.map(({ paymentId }) => paymentId);
  const { rows } = await database.query<Then>(NOT_BY, [eventId, ids, killedAt]);
  const then = new Map(rows.map((row) => [row.paymentId, row]));
  return seen.filter(({ step, paymentId }) =>
    step === 'refund due' ? then.get(paymentId)?.notRefunded : then.get(paymentId)?.undecided,
  );
}

/** Webhooks that had to be sent more than once, by why the attempt before failed. */
export async function webhooksSentAgain(database: Client, eventId: string): Promise<Record<string, number>> {
  const { rows } = await database.query<{ why: string; webhooks: number }>(SENT_AGAIN, [eventId]);
  return Object.fromEntries(rows.map(({ why, webhooks }) => [why, webhooks]));
}
