import { once } from 'node:events';
import { type IncomingMessage, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CreatePayment } from '#contracts';
import { DEADLINES_MS, pause } from '#deadlines';
import { type BookingApp, bookingApp } from './support/booking-app.ts';
import { Sale, send } from './support/sale.ts';

/** Below what booking waits for one answer; as many as it asks for take longer than a request may. */
const ANSWERS_AFTER_MS = 1_500;
const SLACK_MS = 400;

let asked = 0;
async function declined(request: IncomingMessage): Promise<object> {
  const { reference, amount, currency, expiresAt } = CreatePayment.parse(await json(request));
  await pause(ANSWERS_AFTER_MS);
  const paymentId = `pay_${String((asked += 1)).padStart(24, '0')}`;
  const over = { status: 'cancelled', captured: 0, refunded: 0, payUrl: 'http://127.0.0.1/pay' };
  return { paymentId, reference, amount, currency, expiresAt, ...over };
}

let provider: Server;
let booking: BookingApp;
beforeAll(async () => {
  provider = createServer((request, response) => {
    void declined(request).then((payment) => response.end(JSON.stringify(payment)));
  }).listen(0, '127.0.0.1');
  await once(provider, 'listening');
  const { port } = provider.address() as AddressInfo;
  booking = await bookingApp({ paymentsUrl: `http://127.0.0.1:${port}` });
});
afterAll(async () => {
  await booking.close();
  provider.close();
});

it('a provider that answers slowly, and never with a page to pay on, is waited for as long as a request may take', async () => {
  const sale = await Sale.open(booking.app, {
    strategy: 'conditional',
    holdSeconds: 60,
    payment: 'required',
  });
  const { claim } = await sale.claim(['A1']);
  const url = `/v1/events/${sale.eventId}/claims/${claim?.claimId}/payment`;
  const began = performance.now();
  const answer = await send(booking.app, 'POST', url, undefined, {
    authorization: `Bearer ${claim?.claimToken}`,
  });
  expect(performance.now() - began).toBeLessThan(DEADLINES_MS.request + SLACK_MS);
  expect([answer.status, answer.body]).toMatchObject([504, { code: 'deadline-exceeded' }]);
});
