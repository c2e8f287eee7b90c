import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClaimView, SeatMap } from '#contracts';
import { STRATEGIES } from '../src/claims/claims.module.ts';
import { type BookingApp, bookingApp } from './support/booking-app.ts';
import { Sale, send } from './support/sale.ts';

const HOLD = { strategy: 'conditional', holdSeconds: 300 };

let booking: BookingApp;
beforeAll(async () => {
  booking = await bookingApp();
});
afterAll(() => booking.close());

async function held(sale: Sale, seats: string[], customer = 'customer-1'): Promise<ClaimView> {
  const { claim, problem } = await sale.claim(seats, customer);
  if (claim === undefined) throw new Error(`not claimed: ${JSON.stringify(problem)}`);
  return claim;
}

/** As if so many seconds had passed for the holds of the event. */
const pass = (sale: Sale, seconds: number): Promise<unknown> =>
  booking.sql.query(
    `WITH held AS (
       UPDATE booking.claims SET expires_at = expires_at - $2 * interval '1 second'
       WHERE event_id = $1 AND status = 'held' RETURNING claim_id, expires_at)
     UPDATE booking.seats SET expires_at = held.expires_at FROM held
     WHERE event_id = $1 AND seats.claim_id = held.claim_id AND status = 'held'`,
    [sale.eventId, seconds],
  );

async function seatsOf(sale: Sale): Promise<string[]> {
  const { rows } = await booking.sql.query<{ seat: string }>(
    `SELECT label || ' ' || status || ' ' || version AS seat FROM booking.seats
     WHERE event_id = $1 AND version > 0 ORDER BY seat_id`,
    [sale.eventId],
  );
  return rows.map(({ seat }) => seat);
}

describe('a hold', () => {
  it('is confirmed by its bearer, and confirming it again changes nothing', async () => {
    const sale = await Sale.open(booking.app, HOLD);
    const claim = await held(sale, ['A1', 'A2']);
    expect(claim.status).toBe('held');
    const left = Date.parse(claim.expiresAt ?? '') - Date.now();
    expect(left).toBeGreaterThan(295_000);
    expect(left).toBeLessThanOrEqual(300_500);
    expect(await sale.asBearer('GET', claim)).toMatchObject({
      claim: { status: 'held', expiresAt: claim.expiresAt, mayExtend: true, amount: 13_000, payment: null },
    });
    const booked = { status: 200, claim: { status: 'booked', expiresAt: null, mayExtend: false } };
    expect(await sale.asBearer('POST', claim, '/confirm')).toMatchObject(booked);
    expect(await sale.asBearer('POST', claim, '/confirm')).toMatchObject(booked);
    expect(await seatsOf(sale)).toEqual(['A1 booked 2', 'A2 booked 2']);
  });

  it('is given back by its bearer, and so is a booking', async () => {
    const sale = await Sale.open(booking.app, HOLD);
    const [one, other] = [await held(sale, ['A1']), await held(sale, ['A2'])];
    await sale.asBearer('POST', other, '/confirm');
    expect((await sale.asBearer('DELETE', one)).claim?.status).toBe('released');
    expect((await sale.asBearer('DELETE', one)).claim?.status).toBe('released');
    expect((await sale.asBearer('DELETE', other)).claim?.status).toBe('cancelled');
    expect(await seatsOf(sale)).toEqual(['A1 available 2', 'A2 available 3']);
    expect((await sale.asBearer('POST', one, '/confirm')).problem?.code).toBe('claim-over');
    expect((await sale.claim(['A1', 'A2'], 'customer-2')).status).toBe(201);
  });

  it('is extended once', async () => {
    const sale = await Sale.open(booking.app, HOLD);
    const claim = await held(sale, ['A1', 'B1']);
    const { claim: extended } = await sale.asBearer('POST', claim, '/extend');
    const longer = Date.parse(extended?.expiresAt ?? '') - Date.parse(claim.expiresAt ?? '');
    expect([longer, extended?.mayExtend]).toEqual([300_000, false]);
    expect((await sale.asBearer('POST', claim, '/extend')).problem?.code).toBe('extension-used');
    await pass(sale, 400);
    expect((await sale.claim(['A1'], 'customer-2')).problem?.code).toBe('seat-taken');
  });

  it.each(STRATEGIES.map(({ key }) => key))(
    'that is over is free in the next request, with %s',
    async (strategy) => {
      const sale = await Sale.open(booking.app, { strategy, holdSeconds: 300 });
      const claim = await held(sale, ['A1', 'A2']);
      expect((await sale.claim(['A2'], 'customer-2')).problem?.seats?.[0]).toMatchObject({
        status: 'held',
      });
      await pass(sale, 301);
      expect((await sale.claim(['A2'], 'customer-2')).claim?.seats[0]?.version).toBe(3);
      expect(await seatsOf(sale)).toEqual(['A1 available 2', 'A2 held 3']);
      expect((await sale.asBearer('POST', claim, '/confirm')).problem?.code).toBe('hold-expired');
      expect((await sale.asBearer('POST', claim, '/extend')).problem?.code).toBe('hold-expired');
      expect((await sale.asBearer('GET', claim)).claim?.status).toBe('expired');
    },
  );

  it('that is over cannot be confirmed, extended or given back, though nobody has ended it', async () => {
    const sale = await Sale.open(booking.app, HOLD);
    const claim = await held(sale, ['A1']);
    const seat = async () =>
      SeatMap.parse((await send(booking.app, 'GET', `/v1/events/${sale.eventId}/seats`)).body).seats[0];
    expect(await seat()).toMatchObject({ label: 'A1', status: 'held', version: 1 });
    await pass(sale, 301);
    expect(await seat()).toMatchObject({ label: 'A1', status: 'available', version: 1 });
    expect((await sale.asBearer('POST', claim, '/confirm')).problem?.code).toBe('hold-expired');
    expect((await sale.asBearer('POST', claim, '/extend')).problem?.code).toBe('hold-expired');
    expect((await sale.asBearer('DELETE', claim)).claim?.status).toBe('expired');
    expect(await seatsOf(sale)).toEqual(['A1 held 1']);
  });

  it("is nobody else's: without its token there is no such claim", async () => {
    const sale = await Sale.open(booking.app, HOLD);
    const [one, other] = [await held(sale, ['A1']), await held(sale, ['A2'])];
    for (const claimToken of [other.claimToken, '', `${one.claimToken}A`, one.claimToken.slice(1)]) {
      for (const [method, action] of [
        ['GET', ''],
        ['POST', '/confirm'],
        ['POST', '/extend'],
        ['DELETE', ''],
      ] as const) {
        const { status, problem } = await sale.asBearer(method, { claimId: one.claimId, claimToken }, action);
        expect([status, problem?.code]).toEqual([404, 'claim-unknown']);
      }
    }
    expect((await sale.asBearer('GET', one)).claim?.status).toBe('held');
  });

  it('of a customer counts against his limit until it is over', async () => {
    const sale = await Sale.open(booking.app, { ...HOLD, maxPerCustomer: 2 });
    const claim = await held(sale, ['A1', 'A2']);
    expect((await sale.claim(['A3'])).problem?.code).toBe('customer-limit');
    await pass(sale, 301);
    expect((await sale.claim(['A3', 'A4'])).status).toBe(201);
    expect((await sale.claim(['A5'])).problem?.code).toBe('customer-limit');
    expect((await sale.asBearer('GET', claim)).claim?.status).toBe('expired');
  });

  it('that is over is found by who wants any seat; until then the event is sold out for now', async () => {
    const sections = [{ name: 'Floor', quota: 3, price: 100 }];
    const sale = await Sale.open(booking.app, HOLD, sections);
    const any = async (quantity: number, n: number) =>
      (await sale.post({ customerId: `customer-${n}`, quantity }, { 'idempotency-key': `any-${n}` })).body;
    expect(await any(2, 1)).toMatchObject({ status: 'held' });
    expect(await any(2, 2)).toMatchObject({ code: 'sold-out-for-now', retryable: false });
    expect(await any(4, 3)).toMatchObject({ code: 'sold-out' });
    await pass(sale, 301);
    expect(await any(3, 4)).toMatchObject({ status: 'held' });
  });
});

describe('a request', () => {
  it('can be asked after, without its token', async () => {
    const sale = await Sale.open(booking.app, HOLD);
    const ask = async (key: string) =>
      (await send(booking.app, 'GET', `/v1/requests/${key}?eventId=${sale.eventId}&customerId=customer-1`))
        .body;
    expect(await ask('key-1')).toMatchObject({ state: 'not-decided', answer: null });
    const { claim } = await sale.claim(['A1'], 'customer-1', 'key-1');
    const { claimToken: _token, ...told } = claim as ClaimView;
    expect(await ask('key-1')).toEqual({
      idempotencyKey: 'key-1',
      eventId: sale.eventId,
      customerId: 'customer-1',
      state: 'decided',
      status: 201,
      answer: told,
    });
    await sale.claim(['A1'], 'customer-1', 'key-2');
    expect(await ask('key-2')).toMatchObject({
      state: 'decided',
      status: 409,
      answer: { code: 'seat-taken' },
    });
  });
});
