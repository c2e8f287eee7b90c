import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Isolation, LimitRule, PolicyChange } from '#contracts';
import { STRATEGIES } from '../src/claims/claims.module.ts';
import { type BookingApp, bookingApp } from './support/booking-app.ts';
import { Sale } from './support/sale.ts';

const MOST = 4;
const CUSTOMERS = 2;
const WANTED = 8;
const ROUNDS_MOST = 10;
const ATTEMPTS_MOST = 30;

let booking: BookingApp;
beforeAll(async () => {
  booking = await bookingApp();
});
afterAll(() => booking.close());

/** One claim per seat, with the same key until the answer is final. */
async function buy(sale: Sale, seat: string, customer: string): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS_MOST; attempt += 1) {
    const { problem } = await sale.claim([seat], customer, seat);
    if (problem?.retryable !== true) return;
  }
  throw new Error('no final answer');
}

/** Each customer asks for eight different seats at once; the most that one of them has in the end. */
async function mostSeatsOfACustomer(policy: PolicyChange): Promise<number> {
  const sale = await Sale.open(booking.app, { ...policy, guard: true, workMs: 20, maxPerCustomer: MOST });
  const claims = Array.from({ length: CUSTOMERS * WANTED }, (_, n) =>
    buy(sale, n < 10 ? `A${n + 1}` : `B${n - 9}`, `customer-${n % CUSTOMERS}`),
  );
  await Promise.all(claims);
  const { rows } = await booking.sql.query<{ live: number }>(
    `SELECT count(*)::int AS live FROM booking.claims JOIN booking.claim_seats USING (event_id, claim_id)
     WHERE event_id = $1 AND live GROUP BY customer_id`,
    [sale.eventId],
  );
  return Math.max(...rows.map((row) => row.live));
}

/** The most in the worst of some rounds; the first that is too many settles it. */
async function worst(policy: PolicyChange): Promise<number> {
  let most = 0;
  for (let round = 0; round < ROUNDS_MOST && most <= MOST; round += 1) {
    most = Math.max(most, await mostSeatsOfACustomer(policy));
  }
  return most;
}

describe('at most four seats a customer, counted', () => {
  it.each<[LimitRule, Isolation, 'holds' | 'is broken']>([
    ['counter', 'read committed', 'holds'],
    ['counter', 'repeatable read', 'holds'],
    ['counter', 'serializable', 'holds'],
    ['count', 'read committed', 'is broken'],
    ['count', 'repeatable read', 'is broken'],
    ['count', 'serializable', 'holds'],
    ['count-under-lock', 'read committed', 'holds'],
    ['count-under-lock', 'repeatable read', 'is broken'],
    ['count-under-lock', 'serializable', 'holds'],
  ])('by %s at %s: %s', async (limitRule, isolation, expected) => {
    const policy: PolicyChange = { strategy: 'conditional', limitRule, isolation };
    if (expected === 'holds') expect(await mostSeatsOfACustomer(policy)).toBe(MOST);
    else expect(await worst(policy)).toBeGreaterThan(MOST);
  });

  it.each(STRATEGIES.filter(({ labOnly }) => !labOnly).map(({ key }) => key))(
    'by our counter, in the transaction of %s',
    async (strategy) => {
      expect(await mostSeatsOfACustomer({ strategy })).toBe(MOST);
    },
  );
});
