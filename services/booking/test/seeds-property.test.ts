import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SeedReplicas, seedReplicas, tally, together } from './support/seed-replicas.ts';

const USERS = 15;
const SLOTS = 5;
/** So that both replicas read before one of them writes. */
const OVERLAP_MS = 700;
const RESET = { message: 'System Reset Complete. Max Slots: 5' };

let replicas: SeedReplicas;
beforeAll(async () => {
  replicas = await seedReplicas();
});
afterAll(() => replicas.close());
beforeEach(async () => {
  expect(await replicas.ask('GET', '/booking/reset')).toMatchObject({ status: 200, body: RESET });
});

const reserve = () => replicas.ask('POST', '/booking/reserve');
const status = async () =>
  (await replicas.ask('GET', '/booking/status')).body as Record<string, unknown> & { survivors: string[] };

describe('the viewing slots', () => {
  it('of fifteen who press the button at once, five get one', async () => {
    const answers = await together(USERS, reserve);
    expect(tally(answers.map((answer) => answer.status))).toEqual({ 200: SLOTS, 400: USERS - SLOTS });
    for (const { status: code, body } of answers) {
      if (code === 400) expect(body).toEqual({ detail: 'Sold Out! Too late.' });
      else expect(body).toMatchObject({ status: 'Success', booking_id: expect.any(Number) });
    }
    const { survivors, ...rest } = await status();
    expect(rest).toEqual({ max_slots: SLOTS, current_bookings: SLOTS, is_overbooked: false });
    expect(new Set(survivors).size).toBe(SLOTS);
    expect(survivors.every((name) => /^User-[\da-f-]{36}$/.test(name))).toBe(true);
  });

  it('are given back by a reset, which deletes nothing', async () => {
    await together(SLOTS, reserve);
    expect(await replicas.ask('POST', '/booking/reset')).toMatchObject({ status: 200, body: RESET });
    expect(await status()).toMatchObject({ current_bookings: 0, survivors: [] });
    expect((await reserve()).status).toBe(200);
    const { rows } = await replicas.sql.query<{ live: number; told: number; cancelled: number }>(
      `SELECT (SELECT count(*)::int FROM booking.claim_seats WHERE event_id = $1 AND live) AS live,
         (SELECT sum(live_delta)::int FROM booking.ledger WHERE event_id = $1) AS told,
         (SELECT count(*)::int FROM booking.claims WHERE event_id = $1 AND status = 'cancelled') AS cancelled`,
      ['property-1'],
    );
    expect(rows[0]).toMatchObject({ live: 1, told: 1 });
    expect(rows[0]?.cancelled).toBeGreaterThanOrEqual(SLOTS);
  });

  it('are not given back by a browser that only looks', async () => {
    await reserve();
    const looks = [
      await replicas.ask('GET', '/booking/reset', undefined, { 'sec-purpose': 'prefetch;prerender' }),
      await replicas.ask('GET', '/booking/reset', undefined, { purpose: 'prefetch' }),
      await replicas.ask('HEAD', '/booking/reset'),
    ];
    expect(looks.map((answer) => answer.status)).toEqual([400, 400, 400]);
    expect(await status()).toMatchObject({ current_bookings: 1 });
  });

  it('that are overbooked by a strategy without a lock are told to be', async () => {
    const policy = '/v1/events/property-1/policy';
    expect((await replicas.ask('PATCH', policy, { strategy: 'none', workMs: OVERLAP_MS })).status).toBe(200);
    await together(USERS, reserve);
    const { survivors, ...rest } = await status();
    expect(rest).toEqual({ max_slots: SLOTS, current_bookings: survivors.length, is_overbooked: true });
    await replicas.ask('PATCH', policy, { strategy: 'pessimistic', lockScope: 'event', workMs: 100 });
  });
});
