import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { ISOLATIONS } from '#contracts';
import { Sweeper } from '../src/booking/life/sweeper.ts';
import { ClaimLife } from '../src/ledger/life/claim-life.ts';
import { type BookingApp, appOn, bookingApp } from './support/booking-app.ts';
import { Sale } from './support/sale.ts';

const HOLD = { strategy: 'conditional', holdSeconds: 300 };

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

const expireAll = async ({ eventId }: Sale): Promise<void> => {
  const past = `SET expires_at = clock_timestamp() - interval '1 second' WHERE event_id = $1 AND status = 'held'`;
  await booking.sql.query(`UPDATE booking.claims ${past}`, [eventId]);
  await booking.sql.query(`UPDATE booking.seats ${past}`, [eventId]);
};
const sweepTogether = (): Promise<unknown> =>
  Promise.all([booking.app, other].map((app) => app.get(Sweeper).sweep()));

async function rows<Row extends object>(text: string, { eventId }: Sale): Promise<Row[]> {
  return (await booking.sql.query<Row>(text, [eventId])).rows;
}

it.each(ISOLATIONS)('ends what is over, once, at %s', async (isolation) => {
  const sale = await Sale.open(booking.app, { ...HOLD, isolation, maxPerCustomer: 10 });
  for (const row of ['A', 'B']) {
    for (let n = 1; n <= 10; n += 2) await sale.claim([`${row}${n}`, `${row}${n + 1}`], `customer-${n}`);
  }
  await expireAll(sale);
  await sale.claim(['B9', 'B10'], 'customer-new');
  await sweepTogether();
  const seats = `SELECT status, version::int, count(*)::int FROM booking.seats WHERE event_id = $1
    GROUP BY 1, 2 ORDER BY 1`;
  expect(await rows(seats, sale)).toEqual([
    { status: 'available', version: 2, count: 18 },
    { status: 'held', version: 3, count: 2 },
  ]);
  const counted = 'SELECT sum(live)::int AS live FROM booking.customers WHERE event_id = $1';
  expect(await rows(counted, sale)).toEqual([{ live: 2 }]);
  const ledger = `SELECT sum(live_delta)::int AS live, count(*)::int AS rows FROM booking.ledger
    WHERE event_id = $1 AND seat_id IS NOT NULL`;
  expect(await rows(ledger, sale)).toEqual([{ live: 2, rows: 42 }]);
});

/** When a claim is about to end holds that are over, the sweeper has just done so. */
function sweepBeforeTakeOver(): void {
  const life = booking.app.get(ClaimLife);
  const [ofSeats, ofCustomer] = [life.takeOver.bind(life), life.takeOverFrom.bind(life)];
  const sweep = (): Promise<boolean> => booking.app.get(Sweeper).sweep();
  vi.spyOn(life, 'takeOver').mockImplementation(async (...given) => (await sweep(), ofSeats(...given)));
  vi.spyOn(life, 'takeOverFrom').mockImplementation(
    async (...given) => (await sweep(), ofCustomer(...given)),
  );
}
afterEach(() => {
  vi.restoreAllMocks();
});

it('what it ends in the middle of a claim is free for that claim', async () => {
  const sale = await Sale.open(booking.app, HOLD);
  await sale.claim(['A1'], 'customer-1');
  await expireAll(sale);
  sweepBeforeTakeOver();
  expect((await sale.claim(['A1', 'A2'], 'customer-2')).status).toBe(201);
});

it('what it ends in the middle of a claim no longer counts for its customer', async () => {
  const sale = await Sale.open(booking.app, { ...HOLD, maxPerCustomer: 2 });
  await sale.claim(['A1', 'A2']);
  await expireAll(sale);
  sweepBeforeTakeOver();
  expect((await sale.claim(['A3', 'A4'])).status).toBe(201);
});

it('a seat with two live claims goes to the other one, and is free after the last', async () => {
  const sale = await Sale.open(booking.app, { strategy: 'none', guard: false, workMs: 50, holdSeconds: 300 });
  const claims = await Promise.all([
    sale.claim(['A1'], 'customer-1'),
    sale.at(other).claim(['A1'], 'customer-2'),
  ]);
  expect(claims.map(({ status }) => status)).toEqual([201, 201]);
  const [one, two] = claims.map(({ claim }) => claim);
  if (one === undefined || two === undefined) throw new Error('no claims');
  expect((await sale.asBearer('DELETE', two)).claim?.status).toBe('released');
  const seat = `SELECT status, claim_id AS claim, version::int FROM booking.seats WHERE event_id = $1 AND label = 'A1'`;
  expect(await rows(seat, sale)).toEqual([{ status: 'held', claim: one.claimId, version: 3 }]);
  expect((await sale.asBearer('POST', one, '/confirm')).claim?.status).toBe('booked');
  expect((await sale.asBearer('DELETE', one)).claim?.status).toBe('cancelled');
  expect(await rows(seat, sale)).toEqual([{ status: 'available', claim: null, version: 5 }]);
});

it('requests are forgotten after a day, but not the bookings', async () => {
  const sale = await Sale.open(booking.app, { strategy: 'conditional' });
  await sale.claim(['A1'], 'customer-1', 'yes');
  await sale.claim(['A1'], 'customer-2', 'no');
  await sale.claim(['A1'], 'customer-3', 'recent');
  const age = `UPDATE booking.claims SET decided_at = decided_at - interval '25 hours'
    WHERE event_id = $1 AND idempotency_key <> 'recent'`;
  await booking.sql.query(age, [sale.eventId]);
  await sweepTogether();
  const keys = 'SELECT idempotency_key AS key FROM booking.claims WHERE event_id = $1 ORDER BY 1';
  expect(await rows(keys, sale)).toEqual([{ key: 'recent' }, { key: 'yes' }]);
});
