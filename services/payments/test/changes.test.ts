import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '#deadlines';
import { PaymentsApp, paymentIn, problemIn } from './support/payments-app.ts';

// real: PostgreSQL and the whole service. Nobody takes the webhooks here.
const EXPIRES_MS = 10_000;
const PAST = new Date(Date.now() - 1_000).toISOString();
const NOBODY = 'pay_000000000000000000000000';

let payments: PaymentsApp;
beforeAll(async () => {
  payments = await PaymentsApp.start();
});
afterAll(() => payments.close());

type Status = 'open' | 'captured' | 'refunded' | 'cancelled' | 'expired';

/** A payment of the status, by the routes that lead to it. */
async function paymentThatIs(status: Status): Promise<string> {
  const { paymentId } = await payments.create(status === 'expired' ? { expiresAt: PAST } : {});
  if (status === 'captured' || status === 'refunded') await payments.change(paymentId, 'capture');
  if (status === 'refunded') await payments.change(paymentId, 'refunds');
  if (status === 'cancelled') await payments.change(paymentId, 'cancel');
  expect((await payments.show(paymentId)).status).toBe(status);
  return paymentId;
}

describe('each change of each status', () => {
  const money = {
    open: [0, 0],
    captured: [6_500, 0],
    refunded: [6_500, 6_500],
    cancelled: [0, 0],
    expired: [0, 0],
  };

  it.each([
    ['open', 'capture', 200, 'captured'],
    ['captured', 'capture', 200, 'captured'],
    ['refunded', 'capture', 409, 'refunded'],
    ['cancelled', 'capture', 409, 'cancelled'],
    ['expired', 'capture', 409, 'expired'],
    ['open', 'cancel', 200, 'cancelled'],
    ['captured', 'cancel', 409, 'captured'],
    ['refunded', 'cancel', 409, 'refunded'],
    ['cancelled', 'cancel', 200, 'cancelled'],
    ['expired', 'cancel', 200, 'expired'],
    ['open', 'refunds', 409, 'open'],
    ['captured', 'refunds', 200, 'refunded'],
    ['refunded', 'refunds', 200, 'refunded'],
    ['cancelled', 'refunds', 409, 'cancelled'],
    ['expired', 'refunds', 409, 'expired'],
  ] as const)('%s, %s: %i, and it is %s', async (before, what, status, after) => {
    const paymentId = await paymentThatIs(before);
    const answer = await payments.change(paymentId, what);
    expect(answer.status).toBe(status);
    const told = status === 200 ? paymentIn(answer) : problemIn(answer).payment;
    const [captured, refunded] = money[after];
    expect(told).toMatchObject({ paymentId, status: after, captured, refunded });
    if (status === 409) {
      const code = what === 'refunds' ? 'payment-not-captured' : 'payment-settled';
      expect(problemIn(answer)).toMatchObject({ code, retryable: false });
    }
    const again = await payments.change(paymentId, what);
    expect([again.status, again.text]).toEqual([answer.status, answer.text]);
  });

  it.each(['capture', 'cancel', 'refunds'] as const)('%s of nobody is 404', async (what) => {
    const answer = await payments.change(NOBODY, what);
    expect([answer.status, problemIn(answer).code]).toEqual([404, 'payment-unknown']);
    expect((await payments.send('GET', `/v1/payments/${NOBODY}`)).status).toBe(404);
    expect((await payments.send('GET', '/v1/payments?reference=nobody')).status).toBe(404);
    expect((await payments.send('GET', '/v1/payments/%00')).status).toBe(400);
  });

  it('a refund needs a key, and another key is another refund, which there cannot be', async () => {
    const paymentId = await paymentThatIs('captured');
    const without = await payments.send('POST', `/v1/payments/${paymentId}/refunds`);
    expect([without.status, problemIn(without).code]).toEqual([400, 'idempotency-key-missing']);
    expect((await payments.change(paymentId, 'refunds', 'one')).status).toBe(200);
    expect((await payments.change(paymentId, 'refunds', '"one"')).status).toBe(200);
    const other = await payments.change(paymentId, 'refunds', 'another');
    expect(other.status).toBe(409);
    expect(problemIn(other).payment).toMatchObject({ status: 'refunded', refunded: 6_500 });
  });
});

it('a payment that runs out is expired for everybody at once, and its webhook is written soon', async () => {
  const soon = new Date(Date.now() + 300).toISOString();
  const { paymentId, status } = await payments.create({ expiresAt: soon });
  expect(status).toBe('open');
  const isOver = async (): Promise<boolean> => (await payments.show(paymentId)).status === 'expired';
  expect(await until(EXPIRES_MS, 10, isOver)).toBe(true);
  expect((await payments.change(paymentId, 'capture')).status).toBe(409);
  const isTold = async (): Promise<boolean> => (await payments.webhooks(paymentId)).length > 0;
  expect(await until(EXPIRES_MS, 20, isTold)).toBe(true);
  expect(await payments.webhooks(paymentId)).toMatchObject([{ type: 'payment.expired' }]);
});

it('its books agree with its webhooks: each change has one, and nothing else has', async () => {
  const { rows } = await payments.sql.query(`
    SELECT p.payment_id FROM payments.payments AS p
    LEFT JOIN payments.webhooks AS w USING (payment_id)
    WHERE p.status <> 'open' OR w.webhook_id IS NOT NULL
    GROUP BY p.payment_id
    HAVING array_agg(w.payload ->> 'type' ORDER BY w.seq) <> CASE p.status
      WHEN 'refunded' THEN ARRAY['payment.captured', 'payment.refunded']
      ELSE ARRAY['payment.' || p.status] END`);
  expect(rows).toEqual([]);
});
