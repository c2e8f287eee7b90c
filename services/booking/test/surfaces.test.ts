import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EventView } from '#contracts';
import { serveOpenApi } from '../src/http/openapi.ts';
import { STRATEGIES } from '../src/claims/claims.module.ts';
import { type BookingApp, bookingApp } from './support/booking-app.ts';
import { send } from './support/sale.ts';

interface Document {
  readonly paths: Record<string, object>;
  readonly components: {
    readonly schemas: Record<string, { readonly properties: Record<string, { enum?: string[] }> }>;
  };
}

let booking: BookingApp;
beforeAll(async () => {
  booking = await bookingApp({}, serveOpenApi);
});
afterAll(() => booking.close());

it('describes the routes, and the strategies that this cluster knows', async () => {
  const { body } = await send(booking.app, 'GET', '/openapi.json');
  const { paths, components } = body as Document;
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining([
      '/v1/events',
      '/v1/events/{eventId}/claims',
      '/v1/events/{eventId}/policy',
      '/v1/strategies',
    ]),
  );
  const keys = STRATEGIES.map(({ key }) => key);
  expect(components.schemas['SalePolicy']?.properties['strategy']?.enum).toEqual(keys);
  expect(components.schemas['PolicyChange']?.properties['strategy']?.enum).toEqual(keys);
});

it('gives its metrics as text', async () => {
  const { status, body } = await send(booking.app, 'GET', '/metrics');
  expect(status).toBe(200);
  expect(body).toMatch(/^lastseat_seat_sessions\{state="total"\} 20$/m);
  expect(body).toMatch(/^lastseat_outbox_unsent_rows \d+$/m);
});

it('answers the requests of the README as it says', async () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  const [event, claim] = [...readme.matchAll(/-d '(\{.*?\})'/gs)].map(([, body]) => body);
  const created = await send(booking.app, 'POST', '/v1/events', event);
  const { eventId } = EventView.parse(created.body);
  const post = (key: string) =>
    send(booking.app, 'POST', `/v1/events/${eventId}/claims`, claim, { 'idempotency-key': key });
  const first = await post('my-first-claim');
  expect(first.status).toBe(201);
  expect((await post('my-first-claim')).body).toEqual(first.body);
  expect((await post('another-key')).status).toBe(409);
});
