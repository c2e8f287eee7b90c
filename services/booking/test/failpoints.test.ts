import { afterAll, beforeAll, expect, it } from 'vitest';
import { FailpointList, Problem } from '#contracts';
import { until } from '#deadlines';
import { Failpoints } from '#failpoints';
import { ClaimTraces } from '../src/claims/support/claim-traces.ts';
import { type BookingApp, appOn, bookingApp } from './support/booking-app.ts';
import { Sale, send } from './support/sale.ts';

const SOON_MS = 10_000;
const LONG = { pauseMs: 10_000, timesPerSeat: 1 };
const SALES = 'SELECT FROM booking.ledger WHERE event_id = $1 AND claim_id IS NOT NULL';

let booking: BookingApp;
beforeAll(async () => {
  booking = await bookingApp();
});
afterAll(() => booking.close());

it('pauses so many claims of a seat at its step, counts them, and stops when disarmed', async () => {
  const sale = await Sale.open(booking.app, { strategy: 'conditional' });
  const { eventId } = sale;
  const point = { eventId, step: 'at-work', pauseMs: 300, timesPerSeat: 1 };
  await send(booking.app, 'PUT', '/admin/failpoints', point);
  const began = performance.now();
  await sale.claim(['A1']);
  expect(performance.now() - began).toBeGreaterThan(295);
  const { body } = await send(booking.app, 'GET', `/admin/failpoints?eventId=${eventId}`);
  expect(FailpointList.parse(body).failpoints).toEqual([{ ...point, does: 'delay', hits: 1, inside: 0 }]);
  expect((await send(booking.app, 'DELETE', `/admin/failpoints?eventId=${eventId}`)).status).toBe(204);
  const { body: after } = await send(booking.app, 'GET', `/admin/failpoints?eventId=${eventId}`);
  expect(after).toEqual({ failpoints: [] });
});

it('pauses a change of a claim at its step, once for each claim', async () => {
  const sale = await Sale.open(booking.app, { strategy: 'conditional', holdSeconds: 300 });
  const { eventId } = sale;
  const point = { eventId, step: 'confirm:after-decide', pauseMs: 300, timesPerSeat: 1 };
  await send(booking.app, 'PUT', '/admin/failpoints', point);
  for (const seat of ['A1', 'A2']) {
    const { claim } = await sale.claim([seat]);
    if (claim === undefined) throw new Error('not claimed');
    const began = performance.now();
    expect((await sale.asBearer('POST', claim, '/confirm')).claim?.status).toBe('booked');
    expect(performance.now() - began).toBeGreaterThan(295);
  }
  const { body } = await send(booking.app, 'GET', `/admin/failpoints?eventId=${eventId}`);
  expect(FailpointList.parse(body).failpoints).toEqual([{ ...point, does: 'delay', hits: 2, inside: 0 }]);
  const unknown = await send(booking.app, 'PUT', '/admin/failpoints', {
    ...point,
    step: 'confirm:after-lock',
  });
  expect(unknown.status).toBe(400);
});

it('ends a delay early when it is disarmed, and says who stands in it', async () => {
  const sale = await Sale.open(booking.app, { strategy: 'conditional' });
  const { eventId } = sale;
  const path = `/admin/failpoints?eventId=${eventId}`;
  await send(booking.app, 'PUT', '/admin/failpoints', { eventId, step: 'before-answer', ...LONG });
  const claiming = sale.claim(['A1']);
  const inside = async (): Promise<number> =>
    FailpointList.parse((await send(booking.app, 'GET', path)).body).failpoints[0]?.inside ?? 0;
  expect(await until(SOON_MS, 5, async () => (await inside()) === 1)).toBe(true);
  // decided and stored, and not answered
  expect((await booking.sql.query(SALES, [eventId])).rowCount).toBe(1);
  const began = performance.now();
  await send(booking.app, 'DELETE', path);
  expect((await claiming).status).toBe(201);
  expect(performance.now() - began).toBeLessThan(LONG.pauseMs / 2);
});

it('that throws is answered as every unexpected error is, and gives a lease back', async () => {
  const sale = await Sale.open(booking.app, { strategy: 'distributed', guard: false });
  const { eventId } = sale;
  const point = { eventId, step: 'after-read', does: 'throw', timesPerSeat: 1 };
  await send(booking.app, 'PUT', '/admin/failpoints', point);
  const { problem } = await sale.claim(['A1'], 'customer-1', 'key-thrown');
  expect(problem).toMatchObject({ status: 500, code: 'internal-error', retryable: 'unknown' });
  expect((await booking.sql.query(SALES, [eventId])).rowCount).toBe(0);
  expect((await sale.claim(['A1'], 'customer-2')).status).toBe(201);
  expect((await sale.claim(['A1'], 'customer-1', 'key-thrown')).problem?.code).toBe('seat-taken');
});

it('does not exist in production, where the seam does nothing', async () => {
  const production = await appOn(booking.database.url, { profile: 'production' });
  const point = { eventId: '1', step: 'after-read', pauseMs: 1, timesPerSeat: 1 };
  const answers = [
    await send(production, 'PUT', '/admin/failpoints', point),
    await send(production, 'GET', '/admin/failpoints?eventId=1'),
    await send(production, 'DELETE', '/admin/failpoints?eventId=1'),
  ];
  const sale = await Sale.open(booking.app, { strategy: 'conditional' });
  const { eventId } = sale;
  const arming = (): boolean =>
    production.get(Failpoints).arm({ eventId, step: 'before-commit', does: 'throw', timesPerSeat: 1 });
  expect(arming).toThrow('in the lab alone');
  expect((await sale.at(production).claim(['A1'])).status).toBe(201);
  expect(production.get(ClaimTraces).ofEvent(eventId)).toEqual([]);
  await production.close();
  expect(answers.map(({ body }) => Problem.parse(body).code)).toEqual(Array(3).fill('not-found'));
});
