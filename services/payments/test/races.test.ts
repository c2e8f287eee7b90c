import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '#deadlines';
import { type Answer, PaymentsApp } from './support/payments-app.ts';

// real: PostgreSQL and the whole service
const PAYMENTS = 200;
/** More requests at once would wait longer for a session of the pool than a request may. */
const AT_ONCE = 10;
const EXPIRED_MS = 10_000;
const ANSWERED_MS = 10_000;
const EXPIRE = `UPDATE payments.payments SET expires_at = clock_timestamp() WHERE payment_id = $1`;

let payments: PaymentsApp;
beforeAll(async () => {
  payments = await PaymentsApp.start();
});
afterAll(() => payments.close());

/** What each of the payments became, and how often each webhook was written. */
async function outcomes(): Promise<{ status: string; events: string[] }[]> {
  const { rows } = await payments.sql.query<{ status: string; events: string[] }>(`
    SELECT p.status, array_agg(w.payload ->> 'type' ORDER BY w.seq) AS events
    FROM payments.payments AS p LEFT JOIN payments.webhooks AS w USING (payment_id)
    GROUP BY p.payment_id, p.status`);
  return rows;
}

/** Everybody at the same payment at the same time; then what a capture and a cancellation are told. */
async function race(index: number): Promise<Answer[]> {
  const { paymentId } = await payments.create();
  const rivals: (() => Promise<unknown>)[] = [
    () => payments.change(paymentId, 'capture'),
    () => payments.press(paymentId, 'pay'),
    () => payments.change(paymentId, 'cancel'),
    () => payments.press(paymentId, 'decline'),
    () => payments.sql.query(EXPIRE, [paymentId]),
  ];
  // who asks first mostly wins, so each takes its turn
  const first = index % rivals.length;
  const inTurn = [...rivals.slice(first), ...rivals.slice(0, first)];
  await Promise.all(inTurn.map((rival) => rival()));
  return [await payments.change(paymentId, 'capture'), await payments.change(paymentId, 'cancel')];
}

it(`of capture, decline and the end of time, ${PAYMENTS} times, one wins and is told once`, async () => {
  for (let round = 0; round < PAYMENTS / AT_ONCE; round += 1) {
    const races = Array.from({ length: AT_ONCE }, (_, index) => race(index));
    for (const [capture, cancel] of await Promise.all(races)) {
      expect(new Set([capture?.status, cancel?.status])).toEqual(new Set([200, 409]));
    }
  }
  const isSettled = async (): Promise<boolean> => (await outcomes()).every(({ status }) => status !== 'open');
  expect(await until(EXPIRED_MS, 50, isSettled)).toBe(true);
  const found = await outcomes();
  for (const { status, events } of found) expect(events).toEqual([`payment.${status}`]);
  expect(found).toHaveLength(PAYMENTS);
  expect([...new Set(found.map(({ status }) => status))].toSorted()).toEqual([
    'cancelled',
    'captured',
    'expired',
  ]);
});

/** 503 is no answer: thirty at once may wait too long for a session on a busy machine. */
async function refund(paymentId: string, key: string): Promise<number> {
  let status = 0;
  const isAnswered = async (): Promise<boolean> =>
    ({ status } = await payments.change(paymentId, 'refunds', key)).status !== 503;
  expect(await until(ANSWERED_MS, 50, isAnswered)).toBe(true);
  return status;
}

it('of many refunds at once, one is carried out', async () => {
  const { paymentId } = await payments.create();
  await payments.change(paymentId, 'capture');
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, index) => refund(paymentId, `key-${index % 3}`)),
  );
  const kept = answers.filter((status) => status === 200).length;
  expect([kept, answers.length - kept]).toEqual([10, 20]);
  const types = (await payments.webhooks(paymentId)).map(({ type }) => type);
  expect(types).toEqual(['payment.captured', 'payment.refunded']);
});
