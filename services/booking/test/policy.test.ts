import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PolicyChanged, Problem, ReplicaList } from '#contracts';
import { until } from '#deadlines';
import { SEATS_APPLICATION } from '../src/ledger/seat-transactions.ts';
import { type BookingApp, appOn, bookingApp } from './support/booking-app.ts';
import { Sale, send } from './support/sale.ts';

const CONNECTED_MS = 5_000;

let booking: BookingApp;
let other: BookingApp['app'];
beforeAll(async () => {
  booking = await bookingApp();
  other = await appOn(booking.database.url, { replica: 'booking-other' });
  const all = await until(CONNECTED_MS, 20, async () => {
    const { body } = await send(booking.app, 'GET', '/v1/replicas');
    return ReplicaList.parse(body).replicas.length === 2;
  });
  expect(all).toBe(true);
});
afterAll(async () => {
  await other.close();
  await booking.close();
});

const patch = (eventId: string, change: unknown) =>
  send(booking.app, 'PATCH', `/v1/events/${eventId}/policy`, change);

describe('the policy of an event', () => {
  it('changes for every replica at once, and each of them says so', async () => {
    const sale = await Sale.open(booking.app, { strategy: 'none' });
    const { status, body, headers } = await patch(sale.eventId, { strategy: 'pessimistic', workMs: 1 });
    const changed = PolicyChanged.parse(body);
    expect(status).toBe(200);
    expect(changed).toMatchObject({
      policyVersion: 2,
      policy: { strategy: 'pessimistic', workMs: 1, guard: true },
    });
    expect(changed.acknowledgedBy).toEqual(['booking-other', 'booking-test']);
    expect(headers).toMatchObject({ 'x-strategy': 'pessimistic', 'x-policy-version': '2' });
    const { claim } = await sale.at(other).claim(['A1']);
    expect(claim).toMatchObject({ strategy: 'pessimistic', policyVersion: 2 });
  });

  it('is not used by a replica that remembers the old one: its write refuses, and it reads anew', async () => {
    const sale = await Sale.open(booking.app, { strategy: 'none' });
    const there = sale.at(other);
    await there.claim(['Z99']);
    const client = new pg.Client({ connectionString: booking.database.url });
    await client.connect();
    const behind = `UPDATE booking.events SET policy_version = 2, policy = policy || '{"strategy": "optimistic"}' WHERE event_id = $1`;
    await client.query(behind, [sale.eventId]);
    await client.end();
    const first = await there.claim(['A1'], 'customer-1', 'key');
    expect(first.problem).toMatchObject({
      status: 503,
      code: 'policy-switching',
      retryable: true,
      policyVersion: 1,
    });
    const second = await there.claim(['A1'], 'customer-1', 'key');
    expect(second.claim).toMatchObject({ strategy: 'optimistic', policyVersion: 2 });
  });

  it('cannot change after the first claim', async () => {
    const sale = await Sale.open(booking.app);
    await sale.claim(['A1']);
    const { body } = await patch(sale.eventId, { guard: false });
    expect(Problem.parse(body)).toMatchObject({ status: 409, code: 'policy-locked' });
    expect((await sale.claim(['A2'])).status).toBe(201);
  });

  it('waits for a claim that had passed the comparison, and then does not change', async () => {
    const sale = await Sale.open(booking.app, { strategy: 'conditional', workMs: 300 });
    const [claimed, changed] = await Promise.all([
      sale.claim(['A1']),
      afterItBegan(() => patch(sale.eventId, { workMs: 0 })),
    ]);
    expect(claimed.status).toBe(201);
    expect(Problem.parse(changed.body).code).toBe('policy-locked');
    // the old policy, under the version that the attempt had taken
    expect((await sale.claim(['A2'], 'customer-2')).claim?.policyVersion).toBe(2);
  });

  it('a switch that its process never ended is ended by the next one, also when there are claims by now', async () => {
    const sale = await Sale.open(booking.app, { strategy: 'conditional' });
    await sale.claim(['A1']);
    const client = new pg.Client({ connectionString: booking.database.url });
    await client.connect();
    await client.query(
      `UPDATE booking.events SET switching = true, switching_since = clock_timestamp() - interval '1 minute'
       WHERE event_id = $1`,
      [sale.eventId],
    );
    await client.end();
    expect((await sale.claim(['A2'])).problem?.code).toBe('policy-switching');
    expect(Problem.parse((await patch(sale.eventId, { workMs: 1 })).body).code).toBe('policy-locked');
    expect((await sale.claim(['A2'])).claim).toMatchObject({ status: 'booked', policyVersion: 2 });
  });

  it.each([
    [{}, 400, 'invalid-request'],
    [{ strategy: 'hope' }, 422, 'strategy-unknown'],
    [{ isolation: 'chaos' }, 400, 'invalid-request'],
  ])('%j is refused', async (change, status, code) => {
    const sale = await Sale.open(booking.app);
    const { body } = await patch(sale.eventId, change);
    expect(Problem.parse(body)).toMatchObject({ status, code });
  });
});

/** Once a seat transaction is open. */
async function afterItBegan<Value>(act: () => Promise<Value>): Promise<Value> {
  const client = new pg.Client({ connectionString: booking.database.url });
  await client.connect();
  const began = await until(CONNECTED_MS, 5, async () => {
    const { rows } = await client.query(
      `SELECT 1 FROM pg_stat_activity WHERE application_name = $1 AND state = 'idle in transaction'`,
      [SEATS_APPLICATION],
    );
    return rows.length > 0;
  });
  await client.end();
  expect(began).toBe(true);
  return act();
}

describe('in production', () => {
  it('an event cannot be sold without the guard', async () => {
    const production = await appOn(booking.database.url, { profile: 'production' });
    const section = { name: 'Stalls', rows: ['A'], seatsPerRow: 1, price: 1 };
    const event = { name: 'Test', sections: [section], policy: { guard: false } };
    const { body } = await send(production, 'POST', '/v1/events', event);
    await production.close();
    expect(Problem.parse(body)).toMatchObject({ status: 422, code: 'guard-required' });
  });
});
