import { describe, expect, test } from 'vitest';
import { auditOnce, moneyAgrees, waitUntilQuiet } from '../src/audit/audit.js';
import {
  NEW,
  OLD,
  OTHER,
  PAID,
  client,
  complaints,
  plantPaidSale,
  plantPayment,
  plantWebhook,
} from './planted-payments.js';

plantPaidSale();

const inFlight = async (): Promise<number | undefined> =>
  (await auditOnce(client, 'e1')).money.total[0]?.inFlight;

test('what agrees is not accused, and summed up', async () => {
  expect(await complaints()).toEqual({});
  const report = await auditOnce(client, 'e1');
  expect(moneyAgrees(report)).toBe(true);
  expect(report.money.total).toMatchObject([
    { currency: 'EUR', captured: 700, refunded: 0, owed: 700, inFlight: 0 },
  ]);
});

describe('money', () => {
  const PROVIDER = 'UPDATE payments.payments SET';
  const BOOKING = 'UPDATE booking.payments SET';
  const REFUND = `status = 'refunded', refunded = 700`;

  test.each([
    [
      'nobody paid for a booking',
      `${PROVIDER} status = 'open', captured = 0 WHERE payment_id = 'pay_1'`,
      0,
      700,
    ],
    [
      'a booking was given back its money',
      `${PROVIDER} ${REFUND}, refund_key = 'k' WHERE payment_id = 'pay_1'`,
      0,
      700,
    ],
    [
      'the booking is over, its money was kept',
      `UPDATE booking.claims SET status = 'cancelled'
      WHERE claim_id = '${PAID}'`,
      700,
      0,
    ],
  ])('%s', async (_, fault, paid, owed) => {
    await client.query(fault);
    const difference = { claimId: PAID, customer: 'ada', currency: 'EUR', paid, owed };
    expect((await complaints())['money']).toMatchObject([difference]);
  });

  test('a claim was paid for twice', async () => {
    await client.query(`INSERT INTO payments.payments (payment_id, reference, amount, currency, description, status,
      captured, expires_at) VALUES ('pay_3', 'e1/${PAID}/2', 700, 'EUR', '', 'captured', 700, now())`);
    await plantWebhook('pay_3');
    expect((await complaints())['money']).toMatchObject([{ claimId: PAID, paid: 1_400, owed: 700 }]);
  });

  test('somebody paid for what is no claim', async () => {
    await plantPayment('pay_3', OTHER, 'captured', 700);
    expect((await complaints())['money']).toMatchObject([
      { claimId: OTHER, customer: null, paid: 700, owed: 0 },
    ]);
  });

  test.each([
    ['captured', `${BOOKING} status = 'open', captured = 0 WHERE payment_id = 'pay_1'`, 'pay_1'],
    ['refunded', `${BOOKING} ${REFUND} WHERE payment_id = 'pay_1'`, 'pay_1'],
    ['cancelled', `${BOOKING} status = 'cancelled' WHERE payment_id = 'pay_2'`, 'pay_2'],
    ['expired at the provider', `${PROVIDER} expires_at = ${OLD} WHERE payment_id = 'pay_2'`, 'pay_2'],
    ['with another amount', `${BOOKING} captured = 699 WHERE payment_id = 'pay_1'`, 'pay_1'],
    ['unknown to the provider', `DELETE FROM payments.payments WHERE payment_id = 'pay_2'`, 'pay_2'],
    ['unknown to booking', `DELETE FROM booking.payments WHERE payment_id = 'pay_1'`, 'pay_1'],
  ])('a payment that is %s on one side alone', async (_, fault, paymentId) => {
    if (fault.startsWith('DELETE FROM payments')) await client.query('DELETE FROM payments.webhooks');
    await client.query(fault);
    expect((await complaints())['payments']).toMatchObject([{ paymentId }]);
  });

  test('what is young is in flight, and no difference', async () => {
    await client.query(
      `${BOOKING} status = 'open', captured = 0, decided_at = NULL WHERE payment_id = 'pay_1'`,
    );
    await client.query(`UPDATE booking.claims SET status = 'expired' WHERE claim_id = '${PAID}'`);
    await client.query(`UPDATE payments.webhooks SET created_at = ${NEW}`);
    expect([Object.keys(await complaints()), await inFlight()]).toEqual([['claims'], 1]);
    await client.query(`UPDATE payments.webhooks SET created_at = ${OLD}`);
    expect([Object.keys(await complaints()), await inFlight()]).toEqual([
      ['claims', 'overdue', 'money', 'payments'],
      0,
    ]);
  });

  test('a payment whose time has just run out is in flight', async () => {
    await client.query(`${PROVIDER} expires_at = ${NEW} WHERE payment_id = 'pay_2'`);
    expect(await complaints()).toEqual({});
  });

  test('a page to pay on that nobody was told of is no difference', async () => {
    await client.query(`DELETE FROM booking.payments WHERE payment_id = 'pay_2'`);
    expect(await complaints()).toEqual({});
  });
});

test('the audit waits for payments that are in flight, for so long', async () => {
  const took = async (mostMs: number): Promise<number> => {
    const began = performance.now();
    await waitUntilQuiet(client, 'e1', mostMs);
    return performance.now() - began;
  };
  await client.query('UPDATE booking.ledger SET sent_seq = 1, applied_at = now()');
  expect(await took(5_000)).toBeLessThan(2_000);
  for (const fault of [
    'UPDATE booking.payments SET refund_due = true',
    `UPDATE booking.payments SET refund_due = false, status = 'open', captured = 0`,
  ]) {
    await client.query(fault);
    expect(await took(300)).toBeGreaterThanOrEqual(300);
  }
});
