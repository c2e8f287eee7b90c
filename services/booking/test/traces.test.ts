import { afterAll, beforeAll, expect, it } from 'vitest';
import { ClaimTraceList } from '#contracts';
import { until } from '#deadlines';
import { type BookingApp, bookingApp } from './support/booking-app.ts';
import { Sale, send } from './support/sale.ts';

const LEASE_MS = 20_000;
const VOTED_MS = 5_000;
const HOUR_US = 3_600_000_000;

let booking: BookingApp;
beforeAll(async () => {
  booking = await bookingApp({ replica: 'booking-traced' });
});
afterAll(() => booking.close());

const tracesOf = async ({ eventId }: Sale): Promise<ClaimTraceList> => {
  const { status, body } = await send(booking.app, 'GET', `/admin/traces?eventId=${eventId}`);
  expect(status).toBe(200);
  return ClaimTraceList.parse(body);
};

it('tells when a claim was at each step, and nothing of other events', async () => {
  const open = (): Promise<Sale> => Sale.open(booking.app, { strategy: 'conditional' });
  const [sale, other] = [await open(), await open()];
  const { claim } = await sale.claim(['A1', 'A2']);
  await other.claim(['A1']);
  const { replica, traces } = await tracesOf(sale);
  expect(replica).toBe('booking-traced');
  expect(traces.map(({ step }) => step)).toEqual([
    'begins',
    ...['before-write', 'before-commit', 'after-commit'],
    'ends',
  ]);
  const [begins] = traces;
  expect(begins).toMatchObject({ eventId: sale.eventId, claimId: claim?.claimId, customerId: 'customer-1' });
  expect(begins?.seatIds).toHaveLength(2);
  const times = traces.map(({ atUs }) => atUs);
  expect(times).toEqual(times.toSorted((one, next) => one - next));
  expect(Math.abs((begins?.atUs ?? 0) - Date.now() * 1_000)).toBeLessThan(HOUR_US);
});

it('tells of a lease whose it is, what is left of it, and which nodes granted it', async () => {
  const sale = await Sale.open(booking.app, { strategy: 'fenced', lockTtlMs: LEASE_MS });
  await sale.claim(['A1']);
  const leaseOf = async () => (await tracesOf(sale)).traces.find(({ step }) => step === 'after-lock')?.lease;
  expect(await until(VOTED_MS, 20, async () => (await leaseOf())?.nodes.length === 3)).toBe(true);
  const lease = await leaseOf();
  expect(lease?.owner).toMatch(/^[0-9a-f]{32}$/);
  expect(lease?.nodes.every((node) => /^127\.0\.0\.1:\d+$/.test(node))).toBe(true);
  expect(lease?.validMs).toBeGreaterThan(0);
  expect(lease?.validMs).toBeLessThan(LEASE_MS);
});
