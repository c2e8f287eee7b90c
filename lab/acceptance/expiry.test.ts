import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '#deadlines';
import { type Told, caller } from './life-load.ts';
import { OtherClaims, claimUntilFinal } from './other-claims.ts';
import { theStack } from './one-stack.ts';
import type { Stack, StackStatus } from './stack.ts';

const HELD = 10_000;
const SEATS_PER_CLAIM = 10;
const SAMPLE = 200;
const SWEPT_MS = 20_000;
/** Of three rounds: their median is known as soon as two are on the same side of it. */
const MAJORITY = 2;
const BUMP_MOST = 2;
/** Below this a p95 of some milliseconds doubles by a breath of the machine's. */
const BUMP_MS_LEAST = 15;
const LOOK_EVERY_MS = 50;
const AT_ONCE = 20;

const ROWS = Array.from({ length: 100 }, (_, n) => `${letter(Math.floor(n / 26))}${letter(n % 26)}`);
const SECTIONS = [
  { name: 'Hall', rows: ROWS, seatsPerRow: 100, price: 100 },
  { name: 'Balcony', quota: 20_000, price: 100 },
];

let stack: Stack;
let status: StackStatus;
let database: pg.Client;
let eventId: string;
let others: OtherClaims | undefined;
beforeAll(async () => {
  stack = theStack();
  status = await stack.status();
  database = new pg.Client({ connectionString: status.postgres.url });
  await database.connect();
  const policy = { strategy: 'conditional', holdSeconds: 3_600 };
  const event = { name: 'Expiry', sections: SECTIONS, policy };
  const { body } = await caller(status.api)('POST', '/v1/events', {}, event);
  eventId = String(body['eventId']);
});
afterAll(async () => {
  await others?.stop();
  await database.end();
});

function letter(n: number): string {
  return String.fromCharCode(65 + n);
}
const label = (n: number): string => `${ROWS[Math.floor(n / 100)]}${(n % 100) + 1}`;

const one = async <Row extends object>(sql: string): Promise<Row> => {
  const { rows } = await database.query<Row>(sql, [eventId]);
  if (rows[0] === undefined) throw new Error('no row');
  return rows[0];
};

const claim = (wanted: object): Promise<Told> => claimUntilFinal(status.api, eventId, wanted);

async function holdAll(): Promise<void> {
  const seats = Array.from({ length: HELD }, (_, n) => label(n));
  const wishes = Array.from({ length: HELD / SEATS_PER_CLAIM }, (_, n) =>
    seats.slice(n * SEATS_PER_CLAIM, (n + 1) * SEATS_PER_CLAIM),
  );
  for (let from = 0; from < wishes.length; from += AT_ONCE) {
    await Promise.all(wishes.slice(from, from + AT_ONCE).map((labels) => claim({ seats: labels })));
  }
  const { held } = await one<{ held: number }>(
    `SELECT count(*)::int AS held FROM booking.seats WHERE event_id = $1 AND section = 'Hall' AND status = 'held'`,
  );
  expect(held).toBe(HELD);
}

/** The same, each seat of a claim of its own: what 10,000 customers would leave behind. */
async function holdEachBySql(): Promise<void> {
  await database.query(
    `WITH taken AS (
       UPDATE booking.seats SET status = 'held', claim_id = gen_random_uuid(), version = version + 1,
         expires_at = clock_timestamp() + interval '1 hour'
       WHERE event_id = $1 AND section = 'Hall' AND status = 'available'
       RETURNING event_id, section, seat_id, claim_id, version, expires_at
     ), claim AS (
       INSERT INTO booking.claims (event_id, claim_id, customer_id, idempotency_key, fingerprint, status, answer,
         strategy, policy_version, replica, expires_at)
       SELECT event_id, claim_id, claim_id::text, claim_id::text, '\\x00', 'held', '{}', 'conditional', 1, 'test',
         expires_at FROM taken
     ), part AS (
       INSERT INTO booking.claim_seats (event_id, claim_id, seat_id, guarded)
       SELECT event_id, claim_id, seat_id, true FROM taken
     )
     INSERT INTO booking.ledger (event_id, section, seat_id, claim_id, from_status, to_status, live_delta, version)
     SELECT event_id, section, seat_id, claim_id, 'available', 'held', 1, version FROM taken`,
    [eventId],
  );
}

/** Comes back when they are over. */
async function letAllExpire(): Promise<void> {
  const soon = `SET expires_at = now() + interval '2 seconds' WHERE event_id = $1 AND status = 'held'`;
  await database.query('BEGIN');
  await database.query(
    `UPDATE booking.claims AS claim ${soon} AND EXISTS (
    SELECT FROM booking.seats AS seat WHERE seat.event_id = $1 AND seat.claim_id = claim.claim_id
      AND section = 'Hall')`,
    [eventId],
  );
  await database.query(`UPDATE booking.seats ${soon} AND section = 'Hall'`, [eventId]);
  await database.query('COMMIT');
  await one(`SELECT pg_sleep_until(max(expires_at)), $1::text AS event FROM booking.seats
    WHERE event_id = $1 AND section = 'Hall'`);
}

const overdue = async (): Promise<number> =>
  (
    await one<{ count: number }>(
      `SELECT count(*)::int FROM booking.claims WHERE event_id = $1 AND status = 'held' AND expires_at <= now()`,
    )
  ).count;

const isSwept = (): Promise<boolean> => until(SWEPT_MS, LOOK_EVERY_MS, async () => (await overdue()) === 0);

describe(`${HELD} seats whose holds are over at the same moment`, () => {
  it(`are free in the very next request, and swept within ${SWEPT_MS} ms`, async () => {
    await holdAll();
    await letAllExpire();
    const wanted = Array.from({ length: SAMPLE }, (_, n) =>
      label((n * HELD) / SAMPLE + (n % SEATS_PER_CLAIM)),
    );
    const answers = await Promise.all(wanted.map((seat) => claim({ seats: [seat] })));
    expect(answers.filter((told) => told.status !== 201)).toEqual([]);
    expect(await isSwept()).toBe(true);
    await stack.lab('audit');
  }, 120_000);

  it('are swept without the others waiting twice as long', async () => {
    const ratios: number[] = [];
    others = new OtherClaims(() => claim({ quantity: 1, section: 'Balcony' }));
    const fine = (): number => ratios.filter((ratio) => ratio <= BUMP_MOST).length;
    while (Math.max(fine(), ratios.length - fine()) < MAJORITY) {
      await holdEachBySql();
      const before = await others.p95();
      await letAllExpire();
      const most = await overdue();
      await until(SWEPT_MS, LOOK_EVERY_MS, async () => (await overdue()) < most);
      const [during, swept] = await Promise.all([others.p95(), isSwept()]);
      expect(swept).toBe(true);
      ratios.push(during / Math.max(before, BUMP_MS_LEAST));
    }
    await others.stop();
    expect(others.refused).toEqual([]);
    expect(fine(), `at most ${BUMP_MOST} of ${ratios.join(', ')}`).toBe(MAJORITY);
    await stack.lab('audit');
  }, 240_000);
});
