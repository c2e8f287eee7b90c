import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PolicyChange } from '#contracts';
import { type BookingApp, bookingApp } from './support/booking-app.ts';
import { Sale, send } from './support/sale.ts';

const BUYERS = 6;
/** As Lab 36 has them. */
const BUCKETS = ['0.01', '0.025', '0.05', '0.1', '0.25', '0.5', '1', '2.5', '5', '+Inf'];

let booking: BookingApp;
beforeAll(async () => {
  booking = await bookingApp();
});
afterAll(() => booking.close());

const text = async (): Promise<string> => String((await send(booking.app, 'GET', '/metrics')).body);
const value = async (series: string): Promise<number> => {
  const line = (await text()).split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? 0 : Number(line.slice(series.length));
};

/** Six buyers of one seat at once. */
async function race(policy: PolicyChange): Promise<void> {
  const sale = await Sale.open(booking.app, { workMs: 40, ...policy });
  await Promise.all(Array.from({ length: BUYERS }, (_, n) => sale.claim(['A1'], `c${n}`, `k${n}`)));
}

/** By how much a series grows while six buyers race. */
async function growth(series: string, policy: PolicyChange): Promise<number> {
  const before = await value(series);
  await race(policy);
  return (await value(series)) - before;
}

describe('metrics by the names of Lab 36', () => {
  it('bookings by strategy and status, and their duration in its buckets', async () => {
    const failed = 'bookings_total{strategy="conditional",status="failed"}';
    const failedBefore = await value(failed);
    const confirmed = await growth('bookings_total{strategy="conditional",status="confirmed"}', {
      strategy: 'conditional',
    });
    expect(confirmed).toBe(1);
    expect((await value(failed)) - failedBefore).toBe(BUYERS - 1);
    const found = (await text()).matchAll(
      /^booking_duration_seconds_bucket\{le="([^"]+)",strategy="conditional"\}/gm,
    );
    expect([...found].map(([, le]) => le)).toEqual(BUCKETS);
  });

  it.each([
    ['none', 0],
    ['pessimistic', 1],
    ['optimistic', 2],
    ['distributed', 3],
  ])('the strategy of each event: %s is %i', async (strategy, number) => {
    const sale = await Sale.open(booking.app, { strategy });
    await sale.claim(['A1']);
    expect(await value(`current_locking_strategy{event_id="${sale.eventId}"}`)).toBe(number);
  });

  it.each<[string, PolicyChange]>([
    ['double_bookings_detected_total{strategy="none"}', { strategy: 'none', guard: false }],
    ['lock_contentions_total{strategy="distributed"}', { strategy: 'distributed' }],
    ['lock_contentions_total{strategy="nowait"}', { strategy: 'nowait' }],
    ['optimistic_retries_total{strategy="optimistic"}', { strategy: 'optimistic' }],
  ])('%s', async (series, policy) => {
    expect(await growth(series, policy)).toBeGreaterThan(0);
  });
});

describe('metrics of ours', () => {
  it.each<[string, PolicyChange]>([
    ['guard_saves_total{strategy="none"}', { strategy: 'none', guard: true }],
    ['claim_outcomes_total{strategy="pessimistic",outcome="taken"}', { strategy: 'pessimistic' }],
    ['claim_retries_total{strategy="optimistic",cause="contended"}', { strategy: 'optimistic' }],
    ['claim_retries_total{strategy="serializable",cause="40001"}', { strategy: 'serializable' }],
    ['transactions_undone_total{strategy="serializable",sqlstate="40001"}', { strategy: 'serializable' }],
    ['lock_wait_seconds_count{strategy="pessimistic"}', { strategy: 'pessimistic' }],
    ['claim_batch_size_sum{strategy="batched"}', { strategy: 'batched' }],
  ])('%s', async (series, policy) => {
    expect(await growth(series, policy)).toBeGreaterThan(0);
  });

  it('nobody is counted as saved where nobody was', async () => {
    const strict: PolicyChange = { strategy: 'pessimistic', guard: true };
    expect(await growth('guard_saves_total{strategy="pessimistic"}', strict)).toBe(0);
    const unguarded: PolicyChange = { strategy: 'none', guard: false };
    expect(await growth('guard_saves_total{strategy="none"}', unguarded)).toBe(0);
  });
});
