import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { until } from '#deadlines';
import { ClaimSeats } from '../src/booking/claim-seats.ts';
import { QueuedClaims } from '../src/booking/queued-claims.ts';
import { type BookingApp, appOn, bookingApp } from './support/booking-app.ts';
import { Sale, send } from './support/sale.ts';

const SOON_MS = 10_000;
/** For which a worker has a claim to itself. */
const LEASE_MS = 10_000;
const FLOOR = [{ name: 'Floor', quota: 20, price: 100 }];

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

const enter = ({ eventId }: Sale, n: number, app = booking.app) =>
  app.get(QueuedClaims).enter({
    ...{ eventId, customerId: 'customer-1', idempotencyKey: `key-${n}` },
    items: [{ quantity: 1 }],
  });
const count = async ({ eventId }: Sale, status: string): Promise<number> => {
  const { rows } = await booking.sql.query<{ count: number }>(
    'SELECT count(*)::int FROM booking.claims WHERE event_id = $1 AND status = $2',
    [eventId, status],
  );
  return rows[0]?.count ?? 0;
};

describe('a queued claim', () => {
  it('is decided once, by whichever replica', async () => {
    const sale = await Sale.open(booking.app, { strategy: 'conditional', workMs: 5 }, FLOOR);
    const entered = await Promise.all(
      Array.from({ length: 40 }, (_, n) => enter(sale, n, n % 2 === 0 ? booking.app : other)),
    );
    expect(entered.every(({ kind }) => kind === 'stored')).toBe(true);
    const done = async (): Promise<boolean> => (await count(sale, 'pending')) === 0;
    expect(await until(SOON_MS, 20, done)).toBe(true);
    expect([await count(sale, 'booked'), await count(sale, 'refused')]).toEqual([20, 20]);
    const url = `/v1/requests/key-1?eventId=${sale.eventId}&customerId=customer-1`;
    expect((await send(booking.app, 'GET', url)).body).toMatchObject({ state: 'decided' });
    expect(await enter(sale, 1)).toEqual({ kind: 'key-known' });
  });

  it('waits while the sale is closed, and is told to be pending', async () => {
    const sale = await Sale.open(booking.app, { strategy: 'conditional' }, FLOOR);
    await booking.sql.query(
      'UPDATE booking.events SET switching = true, switching_since = clock_timestamp() WHERE event_id = $1',
      [sale.eventId],
    );
    await enter(sale, 1);
    const url = `/v1/requests/key-1?eventId=${sale.eventId}&customerId=customer-1`;
    expect((await send(booking.app, 'GET', url)).body).toMatchObject({ state: 'pending', answer: null });
    const again = await sale.post({ customerId: 'customer-1', quantity: 1 }, { 'idempotency-key': 'key-1' });
    expect(again.body).toMatchObject({ code: 'request-in-progress', retryable: true });
    await booking.sql.query('UPDATE booking.events SET switching = false WHERE event_id = $1', [
      sale.eventId,
    ]);
    expect(await until(SOON_MS, 20, async () => (await count(sale, 'booked')) === 1)).toBe(true);
  });

  it('is decided before its replica is gone, and those behind it wait for nobody', async () => {
    // it works outside a transaction, so that no open session keeps the stopping replica alive
    const sale = await Sale.open(booking.app, { strategy: 'mutex', workMs: 400 }, FLOOR);
    const stopping = await appOn(booking.database.url, { replica: 'booking-stopping' });
    const workers = [booking.app, other, stopping];
    await Promise.all(Array.from({ length: 12 }, (_, n) => enter(sale, n, workers[n % 3])));
    const leased = `SELECT count(*)::int FROM booking.claims
      WHERE event_id = $1 AND status = 'pending' AND due_at > clock_timestamp()`;
    const atWork = async (): Promise<number> =>
      (await booking.sql.query<{ count: number }>(leased, [sale.eventId])).rows[0]?.count ?? 0;
    expect(await until(SOON_MS, 5, async () => (await atWork()) === workers.length)).toBe(true);
    await stopping.close();
    expect(await atWork()).toBeLessThan(workers.length);
    const decided = async (): Promise<boolean> => (await count(sale, 'booked')) === 12;
    expect(await until(0.75 * LEASE_MS, 20, decided)).toBe(true);
  });

  it('is tried again soon when an attempt fails', async () => {
    const sale = await Sale.open(booking.app, { strategy: 'conditional' }, FLOOR);
    const fails = [booking.app, other].map((app) =>
      vi.spyOn(app.get(ClaimSeats), 'claim').mockRejectedValueOnce(new Error('nobody foresaw this')),
    );
    await enter(sale, 1);
    expect(await until(0.75 * LEASE_MS, 20, async () => (await count(sale, 'booked')) === 1)).toBe(true);
    expect(fails.some((claim) => claim.mock.results[0]?.type === 'return')).toBe(true);
    vi.restoreAllMocks();
  });

  it('of what the event does not have is not stored', async () => {
    const sale = await Sale.open(booking.app, { strategy: 'conditional' });
    const labels = ['Z1'];
    const command = { eventId: sale.eventId, customerId: 'customer-1', idempotencyKey: 'key-1' };
    expect(await booking.app.get(QueuedClaims).enter({ ...command, labels })).toMatchObject({
      kind: 'seats-unknown',
    });
    expect(await booking.app.get(QueuedClaims).enter({ ...command, eventId: 'none', labels })).toEqual({
      kind: 'event-unknown',
    });
  });
});
