import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '#deadlines';
import { type SeedReplicas, seedReplicas, tally, together } from './support/seed-replicas.ts';

const CONCERT = '155ff34d-51ec-4053-841e-a6cc24253256';
const USER = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11';
const BUYERS = 100;
const WAITING_MOST = 1_000;
const SOON_MS = 15_000;
const SEATS_PER_CLAIM = 10;

let replicas: SeedReplicas;
beforeAll(async () => {
  replicas = await seedReplicas();
});
afterAll(() => replicas.close());
beforeEach(async () => {
  expect((await replicas.ask('POST', `/admin/reset?event_id=${CONCERT}`)).status).toBe(200);
});

/** As the seed's client sends it: a hundred times the same body. */
const buy = () => replicas.ask('POST', '/buy', `{"event_id": "${CONCERT}", "user_id": "${USER}"}`);

/** Of the seed's one user, since the last reset. */
async function sold(status: string): Promise<number> {
  const { rows } = await replicas.sql.query<{ count: number }>(
    `SELECT count(*)::int FROM booking.claims JOIN booking.events USING (event_id)
     WHERE event_id = $1 AND customer_id = $2 AND status = $3 AND (status = 'pending' OR decided_at >= reset_at)`,
    [CONCERT, USER, status],
  );
  return rows[0]?.count ?? 0;
}
const free = async (): Promise<unknown> => {
  const { body } = await replicas.ask('GET', `/events/${CONCERT}`);
  return (body as { seats: { available: number } }).seats.available;
};
const allDecided = () => until(SOON_MS, 50, async () => (await sold('pending')) === 0);

describe('a hundred buyers with one user id', () => {
  it('get the hundred seats of the quota, each under a request of its own', async () => {
    const answers = await together(BUYERS, buy);
    expect(tally(answers.map(({ status }) => status))).toEqual({ 200: BUYERS });
    expect(answers[0]?.body).toMatchObject({ message: 'Request queued', status: 'pending' });
    expect(await allDecided()).toBe(true);
    expect([await sold('booked'), await sold('refused'), await free()]).toEqual([BUYERS, 0, 0]);
  });

  it('get fifty when fifty are left', async () => {
    await together(5, (n) =>
      replicas.ask(
        'POST',
        `/v1/events/${CONCERT}/claims`,
        { customerId: 'house', quantity: SEATS_PER_CLAIM },
        { 'idempotency-key': `house-${n}-${randomUUID()}` },
      ),
    );
    expect(await free()).toBe(50);
    await together(BUYERS, buy);
    expect(await allDecided()).toBe(true);
    expect([await sold('booked'), await sold('refused'), await free()]).toEqual([50, 50, 0]);
  });
});

describe('a buyer', () => {
  it('is told where to look, and finds what became of it', async () => {
    const { body } = await buy();
    const { claimId, claimToken, links } = body as {
      claimId: string;
      claimToken: string;
      links: { request: string; claim: string; live: string };
    };
    const decided = async (): Promise<boolean> =>
      ((await replicas.ask('GET', links.request)).body as { state: string }).state === 'decided';
    expect(await until(SOON_MS, 20, decided)).toBe(true);
    const claim = await replicas.ask('GET', links.claim, undefined, {
      authorization: `Bearer ${claimToken}`,
    });
    expect(claim.body).toMatchObject({ claimId, status: 'booked', customerId: USER });
    expect(links.live).toBe(`${links.claim}/live`);
  });

  it.each([
    ['no body', '{}'],
    ['no user', `{"event_id": "${CONCERT}"}`],
    ['a user that is no text', `{"event_id": "${CONCERT}", "user_id": 7}`],
  ])('with %s is told so, and nothing is queued', async (_, body) => {
    expect(await replicas.ask('POST', '/buy', body)).toMatchObject({
      status: 400,
      body: { error: 'Invalid data' },
    });
  });

  it('who sends no JSON is told so', async () => {
    expect((await replicas.ask('POST', '/buy', '{"event_id": ')).status).toBe(400);
  });

  it('of an event that is not there is told so, and not queued for ever', async () => {
    const unknown = await replicas.ask('POST', '/buy', { event_id: 'x', user_id: USER });
    expect([unknown.status, unknown.body]).toEqual([404, { error: 'No such event' }]);
  });

  it('is turned away when a thousand wait, and those are refused by a reset', async () => {
    await replicas.sql.query(
      `INSERT INTO booking.claims (event_id, claim_id, customer_id, idempotency_key, fingerprint, status, answer,
         wanted, due_at, strategy, policy_version, replica)
       SELECT $1, gen_random_uuid(), $2, 'waits-' || n, '', 'pending', 'null', '[{"quantity": 1}]',
         clock_timestamp() + interval '1 hour', 'conditional', 1, 'booking-test'
       FROM generate_series(1, $3::integer) AS n`,
      [CONCERT, USER, WAITING_MOST],
    );
    const full = await buy();
    expect([full.status, full.body]).toEqual([503, { error: 'System is too busy' }]);
    await replicas.ask('POST', `/admin/reset?event_id=${CONCERT}`);
    expect(await sold('pending')).toBe(0);
    const url = `/v1/requests/waits-1?eventId=${CONCERT}&customerId=${USER}`;
    expect((await replicas.ask('GET', url)).body).toMatchObject({
      state: 'decided',
      answer: { code: 'given-up', detail: expect.stringContaining('reset') },
    });
    expect((await buy()).status).toBe(200);
  });
});
