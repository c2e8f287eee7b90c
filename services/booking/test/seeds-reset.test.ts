import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SeedReplicas, seedReplicas, tally, together } from './support/seed-replicas.ts';

const RESETS = 3;
const USERS = 10;

let replicas: SeedReplicas;
beforeAll(async () => {
  replicas = await seedReplicas();
});
afterAll(() => replicas.close());

const book = (label: string) =>
  replicas.ask('POST', '/book', { event_id: 1, seat_number: label, customer_id: randomUUID() });
const reset = (eventId = '1') => replicas.ask('POST', `/admin/reset?event_id=${eventId}`);
const sql = async <Row extends object>(text: string): Promise<Row | undefined> =>
  (await replicas.sql.query<Row>(text)).rows[0];
beforeEach(async () => {
  expect((await reset()).status).toBe(200);
});

describe('a reset', () => {
  it('leaves no claim half before and half after it, whoever is booking', async () => {
    const resetting = new AbortController();
    const booking = together(USERS, async () => {
      const told: number[] = [];
      while (!resetting.signal.aborted) told.push((await book(`A${1 + randomInt(10)}`)).status);
      return told;
    });
    const resets = [];
    for (let n = 0; n < RESETS; n += 1) resets.push((await reset()).status);
    resetting.abort();
    const told = (await booking).flat();
    expect(tally(resets)).toEqual({ 200: RESETS });
    // 503: the sale was closed for longer than the route tries again
    expect(told.filter((status) => status !== 200 && status !== 503)).toEqual([]);
    expect(told).toContain(200);
    const live = await sql(`
      SELECT count(*) FILTER (WHERE decided_at < reset_at)::int AS "fromBefore",
        count(*)::int = (SELECT sum(live_delta) FROM booking.ledger WHERE event_id = '1') AS "asTheLedger"
      FROM booking.claim_seats JOIN booking.claims USING (event_id, claim_id) JOIN booking.events USING (event_id)
      WHERE event_id = '1' AND live`);
    expect(live).toEqual({ fromBefore: 0, asTheLedger: true });
    const seats = await sql(`
      SELECT count(*)::int AS wrong FROM booking.seats AS seat
      WHERE event_id = '1' AND (status = 'booked') <> EXISTS (SELECT FROM booking.claim_seats AS part
        WHERE part.event_id = seat.event_id AND part.seat_id = seat.seat_id AND part.live)`);
    expect(seats).toEqual({ wrong: 0 });
  });

  it('opens a sale that somebody has left closed', async () => {
    await book('A1');
    await sql(
      `UPDATE booking.events SET switching = true, switching_since = clock_timestamp() WHERE event_id = '1'`,
    );
    expect((await reset()).status).toBe(200);
    expect(await sql(`SELECT switching FROM booking.events WHERE event_id = '1'`)).toEqual({
      switching: false,
    });
    expect((await book('A1')).body).toMatchObject({ status: 'confirmed' });
  });

  it('refunds what was paid', async () => {
    await book('A1');
    await sql(`
      INSERT INTO booking.payments (payment_id, event_id, claim_id, attempt, amount, currency, pay_url, status, captured, ask_at)
      SELECT 'paid', event_id, claim_id, 1, 100, 'EUR', 'http://localhost', 'captured', 100, clock_timestamp()
      FROM booking.claims WHERE event_id = '1' AND status = 'booked'`);
    await reset();
    expect(await sql(`SELECT refund_due FROM booking.payments`)).toEqual({ refund_due: true });
  });

  it('is told to wait while another one is under way', async () => {
    const lock = `pg_try_advisory_lock(5283618, hashtext('1'))`;
    expect(await sql(`SELECT ${lock} AS locked`)).toEqual({ locked: true });
    const busy = await reset();
    await sql(`SELECT pg_advisory_unlock_all()`);
    expect([busy.status, busy.body]).toMatchObject([503, { code: 'policy-switching', retryable: true }]);
  });

  it('of an event that is not there says so', async () => {
    expect(await reset('none')).toMatchObject({ status: 404, body: { code: 'event-unknown' } });
  });
});
