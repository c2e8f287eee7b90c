import { afterAll, beforeAll, expect, it } from 'vitest';
import { FailpointList, Problem } from '#contracts';
import { type BookingApp, appOn, bookingApp } from './support/booking-app.ts';
import { Sale, send } from './support/sale.ts';

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

it('does not exist in production', async () => {
  const production = await appOn(booking.database.url, { profile: 'production' });
  const point = { eventId: '1', step: 'after-read', pauseMs: 1, timesPerSeat: 1 };
  const answers = [
    await send(production, 'PUT', '/admin/failpoints', point),
    await send(production, 'GET', '/admin/failpoints?eventId=1'),
    await send(production, 'DELETE', '/admin/failpoints?eventId=1'),
  ];
  await production.close();
  expect(answers.map(({ body }) => Problem.parse(body).code)).toEqual(Array(3).fill('not-found'));
});
