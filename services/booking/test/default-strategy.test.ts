import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BookingApp, appOn, bookingApp } from './support/booking-app.ts';
import { Sale } from './support/sale.ts';

let booking: BookingApp;
beforeAll(async () => {
  booking = await bookingApp({ defaultStrategy: 'serializable' });
});
afterAll(() => booking.close());

it('is that of events that name none, with its usual isolation', async () => {
  const { policy } = await (await Sale.open(booking.app)).show();
  expect(policy).toMatchObject({ strategy: 'serializable', isolation: 'serializable' });
  const { policy: named } = await (await Sale.open(booking.app, { strategy: 'none' })).show();
  expect(named).toMatchObject({ strategy: 'none', isolation: 'read committed' });
});

it.each([
  ['hope', 'lab', 'strategy-unknown'],
  ['fenced-at-write', 'production', 'lab-only'],
] as const)(
  '"%s" in %s: the replica does not start, and says why',
  async (defaultStrategy, profile, reason) => {
    const started = appOn(booking.database.url, { defaultStrategy, profile });
    await expect(started).rejects.toThrow(`LOCKING_STRATEGY "${defaultStrategy}": ${reason}`);
  },
);
