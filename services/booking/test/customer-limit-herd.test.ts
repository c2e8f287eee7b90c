import { afterAll, beforeAll, expect, it } from 'vitest';
import { pause } from '#deadlines';
import { type BookingApp, appOn, bookingApp } from './support/booking-app.ts';
import { Sale } from './support/sale.ts';

const MOST = 4;
const REQUESTS = 1_000;
const SECTION = {
  name: 'Hall',
  rows: ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J'],
  seatsPerRow: 100,
  price: 100,
};
/** A thousand claims that all touch one row, on a machine that may be busy. */
const HERD_MS = 240_000;
const FINAL_WITHIN_MS = 100_000;
/** What they all wait for is one row: who asks again at once only makes the line longer. */
const REPEAT_AFTER_MS = 300;

let booking: BookingApp;
let other: BookingApp['app'];
beforeAll(async () => {
  booking = await bookingApp();
  other = await appOn(booking.database.url, { replica: 'booking-other' });
});
afterAll(async () => {
  await other.close();
  await booking.close();
});

const seat = (n: number): string => `${SECTION.rows[Math.floor(n / 100)]}${(n % 100) + 1}`;

/** One request of the herd, with the same key until the answer is final. */
async function answerOf(sale: Sale, n: number, round: string): Promise<string> {
  const deadline = performance.now() + FINAL_WITHIN_MS;
  while (performance.now() < deadline) {
    const { status, problem } = await sale.claim([seat(n)], 'customer-1', `${round}-${n}`);
    if (problem === undefined) return `${status}`;
    if (problem.retryable === false) return problem.code;
    await pause(REPEAT_AFTER_MS * (0.5 + Math.random()));
  }
  return 'no final answer';
}

async function herd(sale: Sale, round: string): Promise<Record<string, number>> {
  const replicas = [sale, sale.at(other)];
  const answers = await Promise.all(
    Array.from({ length: REQUESTS }, (_, n) => answerOf(replicas[n % 2] ?? sale, n, round)),
  );
  const counts: Record<string, number> = {};
  for (const answer of answers) counts[answer] = (counts[answer] ?? 0) + 1;
  return counts;
}

async function live({ eventId }: Sale): Promise<unknown> {
  const { rows } = await booking.sql.query(
    `SELECT (SELECT live FROM booking.customers WHERE event_id = $1) AS counted,
       (SELECT count(*)::int FROM booking.claim_seats WHERE event_id = $1 AND live) AS seats,
       (SELECT count(*)::int FROM booking.claims WHERE event_id = $1 AND status = 'held') AS claims`,
    [eventId],
  );
  return rows[0];
}

const expireAll = async ({ eventId }: Sale): Promise<void> => {
  const past = `SET expires_at = clock_timestamp() WHERE event_id = $1 AND status = 'held'`;
  await booking.sql.query(`UPDATE booking.claims ${past}`, [eventId]);
  await booking.sql.query(`UPDATE booking.seats ${past}`, [eventId]);
};

it(
  `a customer who sends ${REQUESTS} requests at once holds ${MOST} seats, and again ${MOST} when those are over`,
  async () => {
    const policy = { strategy: 'conditional', holdSeconds: 300, maxPerCustomer: MOST };
    const sale = await Sale.open(booking.app, policy, [SECTION]);
    const exactly = { 201: MOST, 'customer-limit': REQUESTS - MOST };
    const four = { counted: MOST, seats: MOST, claims: MOST };
    expect(await herd(sale, 'first')).toEqual(exactly);
    expect(await live(sale)).toEqual(four);
    await expireAll(sale);
    expect(await herd(sale, 'second')).toEqual(exactly);
    expect(await live(sale)).toEqual(four);
  },
  HERD_MS,
);
