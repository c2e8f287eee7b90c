import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PolicyChanged } from '#contracts';
import { DEADLINES_MS, pause } from '#deadlines';
import { theStack } from './one-stack.ts';
import type { Stack, StackStatus } from './stack.ts';
import { SteadyLoad, openEvent } from './steady-load.ts';

const CLIENTS = 50;
const SWITCHES = 100;
/** Some claims between two switches. */
const SELLS_MS = 50;

let stack: Stack;
let status: StackStatus;
let database: pg.Client;
beforeAll(async () => {
  stack = theStack();
  status = await stack.status();
  database = new pg.Client({ connectionString: status.postgres.url });
  await database.connect();
});
afterAll(async () => {
  await database.end();
});

interface Switch {
  readonly version: number;
  readonly tookMs: number;
  /** When it was answered, by our clock and by PostgreSQL's. */
  readonly answeredAt: number;
  readonly databaseTime: string;
  /** Claims under an older version that were there by then. */
  readonly older: number;
}

async function switchTo(eventId: string, strategy: string): Promise<Switch> {
  const began = performance.now();
  const answer = await fetch(`${status.api}/v1/events/${eventId}/policy`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ strategy }),
  });
  const body: unknown = await answer.json();
  const answeredAt = performance.now();
  expect({ status: answer.status, body }).toMatchObject({ status: 200 });
  const version = PolicyChanged.parse(body).policyVersion;
  const { older, now } = await olderThan(version, eventId);
  return { version, tookMs: answeredAt - began, answeredAt, databaseTime: now, older };
}

async function olderThan(version: number, eventId: string): Promise<{ older: number; now: string }> {
  const { rows: counts } = await database.query<{ older: number; now: string }>(
    `SELECT count(*)::int AS older, clock_timestamp()::text AS now FROM booking.claims
     WHERE event_id = $1 AND policy_version < $2`,
    [eventId, version],
  );
  return counts[0] ?? { older: -1, now: '' };
}

const rows = async (sql: string, ...values: unknown[]): Promise<unknown[]> =>
  (await database.query(sql, values)).rows;

/** By PostgreSQL's clock: decided after a switch was answered, under a version before it. */
const LATE = `
  SELECT DISTINCT c.policy_version, s.version
  FROM booking.claims c JOIN unnest($2::timestamptz[], $3::integer[]) AS s (answered, version)
    ON c.decided_at > s.answered AND c.policy_version < s.version
  WHERE c.event_id = $1`;
const SOLD_TWICE = `
  SELECT seat_id FROM booking.claim_seats WHERE event_id = $1 AND live GROUP BY seat_id HAVING count(*) > 1`;
/** Even versions are pessimistic, odd ones conditional. */
const UNDER_ANOTHER_POLICY = `
  SELECT DISTINCT policy_version, strategy FROM booking.claims
  WHERE event_id = $1 AND (strategy = 'pessimistic') <> (policy_version % 2 = 0)`;

it(`${SWITCHES} switches under load: none is late, and no claim is decided under an old policy`, async () => {
  const eventId = await openEvent(status.api, { strategy: 'conditional', guard: false });
  const load = new SteadyLoad(status.api, eventId, CLIENTS);
  const switches: Switch[] = [];
  for (let n = 0; n < SWITCHES; n += 1) {
    await pause(SELLS_MS);
    switches.push(await switchTo(eventId, n % 2 === 0 ? 'pessimistic' : 'conditional'));
  }
  const told = await load.stop();

  expect(load.othersThan('201', '409 seat-taken', '503 policy-switching')).toEqual([]);
  expect(told.unsettled).toEqual([]);
  expect(switches.map(({ version }) => version)).toEqual(switches.map((_, n) => n + 2));
  const decided = [...told.final.values()];
  const late = switches.flatMap(({ version, answeredAt }) =>
    decided.filter(({ sentAt, answer }) => sentAt > answeredAt && (answer.policyVersion ?? 0) < version),
  );
  expect(late).toEqual([]);
  const [answered, versions] = [switches.map((s) => s.databaseTime), switches.map((s) => s.version)];
  expect(await rows(LATE, eventId, answered, versions)).toEqual([]);
  for (const { version, older } of switches) {
    expect({ version, ...(await olderThan(version, eventId)) }).toMatchObject({ version, older });
  }
  expect(await rows(UNDER_ANOTHER_POLICY, eventId)).toEqual([]);
  expect(await rows(SOLD_TWICE, eventId)).toEqual([]);
  const soldUnder = new Set(decided.map(({ answer }) => answer.policyVersion));
  expect(soldUnder.size, 'versions under which claims were decided').toBeGreaterThan(SWITCHES / 2);
  const longestMs = Math.round(Math.max(...switches.map(({ tookMs }) => tookMs)));
  expect(longestMs, `the longest of ${SWITCHES} switches took ${longestMs} ms`).toBeLessThan(
    DEADLINES_MS.client,
  );
}, 240_000);
