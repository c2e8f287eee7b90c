import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BookingApp, bookingApp } from './support/booking-app.ts';
import { send } from './support/sale.ts';

const ADMIN_TOKEN = 'the-token-of-the-administrator-of-tests';

let booking: BookingApp;
beforeAll(async () => {
  booking = await bookingApp({ profile: 'production', adminToken: ADMIN_TOKEN });
});
afterAll(() => booking.close());

const SEEDS = ['1', 'property-1', '155ff34d-51ec-4053-841e-a6cc24253256', 'tickets-1', 'tickets-2'];
const claim = (eventId: string) =>
  send(
    booking.app,
    'POST',
    `/v1/events/${eventId}/claims`,
    { customerId: 'customer-1', quantity: 1 },
    { 'idempotency-key': randomUUID() },
  );

it.each(SEEDS)('production does not sell the seeded event %s', async (eventId) => {
  const { status, body } = await claim(eventId);
  expect([status, body]).toMatchObject([422, { code: 'guard-required', retryable: false }]);
});

it('until it has a policy that production has', async () => {
  const url = '/v1/events/tickets-1/policy';
  const administrator = { authorization: `Bearer ${ADMIN_TOKEN}` };
  expect((await send(booking.app, 'PATCH', url, { guard: true }, administrator)).status).toBe(200);
  expect((await claim('tickets-1')).status).toBe(201);
});
