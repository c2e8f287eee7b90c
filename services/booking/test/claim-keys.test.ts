import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEADLINES_MS } from '#deadlines';
import { type BookingApp, appOn, bookingApp } from './support/booking-app.ts';
import { Sale } from './support/sale.ts';

let booking: BookingApp;
let other: BookingApp['app'];
beforeAll(async () => {
  booking = await bookingApp();
  other = await appOn(booking.database.url, { replica: 'booking-other' });
});
afterAll(async () => {
  await other.close();
  await booking.close();
});

/** Somebody's claim with this key, not committed yet. */
const openTransaction = async (sale: Sale, key: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: booking.database.url });
  await client.connect();
  await client.query('BEGIN');
  await client.query(
    `INSERT INTO booking.claims (event_id, claim_id, customer_id, idempotency_key, fingerprint, status, answer, strategy,
       policy_version, replica) VALUES ($1, $2, 'customer-1', $3, '', 'booked', '{}', 'none', 1, 'x')`,
    [sale.eventId, randomUUID(), key],
  );
  return client;
};

describe('one key', () => {
  it('sent many times at once to two replicas: one claim, one answer', async () => {
    const here = await Sale.open(booking.app, { strategy: 'conditional', workMs: 20 });
    const there = here.at(other);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => (n % 2 ? here : there).claim(['A1'], 'customer-1', 'key')),
    );
    const claimIds = new Set(answers.flatMap(({ claim }) => claim?.claimId ?? []));
    const others = answers.filter(({ status }) => status !== 201);
    expect(claimIds.size).toBe(1);
    expect(others.every(({ problem }) => problem?.retryable === true)).toBe(true);
    expect((await there.claim(['A1'], 'customer-1', 'key')).claim?.claimId).toBe([...claimIds][0]);
  });

  it('in the body the replica that decided, in the header the one that answered', async () => {
    const sale = await Sale.open(booking.app, { strategy: 'conditional' });
    await sale.claim(['A1'], 'customer-1', 'key');
    const { claim, headers } = await sale.at(other).claim(['A1'], 'customer-1', 'key');
    expect([claim?.replica, headers['x-replica']]).toEqual(['booking-test', 'booking-other']);
  });

  it('of two customers is two keys', async () => {
    const sale = await Sale.open(booking.app, { strategy: 'conditional' });
    expect((await sale.claim(['A1'], 'ada', 'key')).status).toBe(201);
    expect((await sale.claim(['A2'], 'bob', 'key')).status).toBe(201);
  });

  it('in an open transaction: request-in-progress, within the lock timeout and not before it', async () => {
    const sale = await Sale.open(booking.app, { strategy: 'conditional' });
    const client = await openTransaction(sale, 'key');
    const asked = performance.now();
    const { problem } = await sale.claim(['A1'], 'customer-1', 'key');
    const tookMs = performance.now() - asked;
    await client.query('ROLLBACK');
    await client.end();
    expect(problem).toMatchObject({ status: 409, code: 'request-in-progress', retryable: true });
    expect(tookMs).toBeGreaterThan(DEADLINES_MS.lock - 50);
    expect(tookMs).toBeLessThan(DEADLINES_MS.request);
    expect((await sale.claim(['A1'], 'customer-1', 'key')).status).toBe(201);
  });

  it('a repetition is answered without a Redis quorum, a first request is not', async () => {
    const sale = await Sale.open(booking.app, { strategy: 'distributed' });
    const before = await sale.claim(['A1'], 'customer-1', 'key');
    const cutOff = await appOn(booking.database.url, {
      redisUrls: ['redis://127.0.0.1:1', 'redis://127.0.0.1:2'],
    });
    const again = await sale.at(cutOff).claim(['A1'], 'customer-1', 'key');
    const first = await sale.at(cutOff).claim(['A2'], 'customer-2', 'key');
    await cutOff.close();
    expect(again.claim).toEqual(before.claim);
    expect(first.problem).toMatchObject({ status: 503, code: 'no-quorum', retryable: true });
  });
});

it('a refusal that cannot be stored is no refusal', async () => {
  const sale = await Sale.open(booking.app, { strategy: 'conditional' });
  await sale.claim(['A1'], 'first');
  await booking.sql.query(
    `ALTER TABLE booking.claims ADD CONSTRAINT no_refusals CHECK (status <> 'refused') NOT VALID`,
  );
  const refused = await sale.claim(['A1'], 'second', 'key');
  await booking.sql.query('ALTER TABLE booking.claims DROP CONSTRAINT no_refusals');
  expect(refused.status).toBeGreaterThanOrEqual(500);
  expect((await sale.claim(['A1'], 'second', 'key')).problem?.code).toBe('seat-taken');
});
