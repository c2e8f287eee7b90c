import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LockScope } from '#contracts';
import { pause } from '#deadlines';
import { STRATEGIES } from '../src/claims/claims.module.ts';
import { type BookingApp, bookingApp } from './support/booking-app.ts';
import { Sale } from './support/sale.ts';

const SEATS = ['A1', 'A2', 'A3', 'A4'];
const ATTEMPTS_MOST = 40;
const AGAIN_AFTER_MS = 25;

let booking: BookingApp;
beforeAll(async () => {
  booking = await bookingApp();
});
afterAll(() => booking.close());

async function buy(sale: Sale, seat: string): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS_MOST; attempt += 1) {
    const { status } = await sale.claim([seat], seat, seat);
    if (status === 201) return;
    await pause(AGAIN_AFTER_MS);
  }
  throw new Error(`${seat} was not sold`);
}

/** How many of four claims for four different seats were between read and write while another was as well. */
async function overlaps(strategy: string, lockScope: LockScope): Promise<number> {
  const sale = await Sale.open(booking.app, { strategy, lockScope, guard: false, workMs: 40 });
  await Promise.all(SEATS.map((seat) => buy(sale, seat)));
  const { rows } = await booking.sql.query<{ overlapping: number }>(
    `SELECT count(DISTINCT one.seat_id)::int AS overlapping
     FROM booking.ledger AS one JOIN booking.ledger AS other USING (event_id)
     WHERE event_id = $1 AND one.seat_id <> other.seat_id
       AND one.read_at < other.written_at AND other.read_at < one.written_at`,
    [sale.eventId],
  );
  return rows[0]?.overlapping ?? 0;
}

const withScopes = STRATEGIES.filter(({ lockScopes }) => lockScopes.includes('event'));

describe.each(withScopes.map(({ key }) => key))('%s', (strategy) => {
  it('locks each seat for itself', async () => {
    expect(await overlaps(strategy, 'seat')).toBeGreaterThan(1);
  });

  it('locks the whole event, and one buyer at a time buys anything at all', async () => {
    expect(await overlaps(strategy, 'event')).toBe(0);
  });
});

it('those that lock have the choice', () => {
  const keys = withScopes.map(({ key }) => key).sort();
  expect(keys).toEqual(['advisory', 'distributed', 'fenced', 'mutex', 'nowait', 'pessimistic']);
});
