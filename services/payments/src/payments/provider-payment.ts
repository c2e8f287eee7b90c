import type { PaymentEvent, ProviderPayment } from '#contracts';
import type { PaymentRow } from './payment-statements.js';

/** A payment as shops see it. */
export const providerPayment = (row: PaymentRow, publicUrl: string): ProviderPayment => ({
  paymentId: row.payment_id,
  reference: row.reference,
  amount: row.amount,
  currency: row.currency,
  status: row.status,
  captured: row.captured,
  refunded: row.refunded,
  payUrl: new URL(`/pay/${row.payment_id}`, publicUrl).href,
  expiresAt: row.expires_at.toISOString(),
});

/** What a webhook tells of a row that has just been changed; of one that is open there is nothing to tell. */
export function paymentEvent(row: PaymentRow, publicUrl: string): PaymentEvent {
  const { status } = row;
  if (status === 'open') throw new Error(`payment ${row.payment_id} was not changed`);
  const data = providerPayment(row, publicUrl);
  return { type: `payment.${status}`, timestamp: row.now.toISOString(), data };
}
