import { rm } from 'node:fs/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pause, until } from '#deadlines';
import { EventCounts } from '#contracts';
import { endProcess } from '../../tools/test-servers/end-process.ts';
import { theStack } from './one-stack.ts';
import type { Stack, StackStatus } from './stack.ts';
import { SteadyLoad, type Told, openEvent } from './steady-load.ts';

const CLIENTS = 50;
const BEFORE_AND_AFTER_MS = 1_500;
const COUNTS_AGREE_MS = 5_000;
const LOOK_EVERY_MS = 50;

let stack: Stack;
let status: StackStatus;
let database: pg.Client;
beforeAll(async () => {
  stack = theStack();
  status = await stack.status();
  await connect();
});
afterAll(async () => {
  await database.end();
});

async function connect(): Promise<void> {
  database = new pg.Client({ connectionString: status.postgres.url });
  database.on('error', () => undefined); // PostgreSQL is restarted here
  await database.connect();
}

const numbers = async (sql: string, eventId: string): Promise<Record<string, number>> =>
  (await database.query<Record<string, number>>(sql, [eventId])).rows[0] ?? {};

/** Load before, during and after something happens. */
async function underLoad(
  policy: object,
  happens: () => Promise<unknown>,
): Promise<{ eventId: string; load: SteadyLoad; told: Told }> {
  const eventId = await openEvent(status.api, policy);
  const load = new SteadyLoad(status.api, eventId, CLIENTS);
  await pause(BEFORE_AND_AFTER_MS);
  await happens();
  await pause(BEFORE_AND_AFTER_MS);
  return { eventId, load, told: await load.stop() };
}

/**
 * Every yes is one live claim, every live claim was told, no seat has two, and each key has the answer it was
 * given.
 */
async function expectTruth(eventId: string, told: Told): Promise<void> {
  const yes = [...told.final.values()].filter(({ answer }) => answer.status === 201);
  const { live, seats } = await numbers(
    `SELECT count(*)::int AS live, count(DISTINCT seat_id)::int AS seats FROM booking.claim_seats
     WHERE event_id = $1 AND live`,
    eventId,
  );
  expect(told.unsettled).toEqual([]);
  expect(yes.length).toBeGreaterThan(CLIENTS);
  expect({ live, seats }).toEqual({ live: yes.length, seats: yes.length });
  const { rows } = await database.query<{ idempotency_key: string; claim_id: string }>(
    `SELECT idempotency_key, claim_id FROM booking.claims WHERE event_id = $1 AND status = 'booked'`,
    [eventId],
  );
  const stored = new Map(rows.map((row) => [row.idempotency_key, row.claim_id]));
  const mistold = [...told.final].filter(([key, { answer }]) => stored.get(key) !== answer.claimId);
  expect(mistold).toEqual([]);
}

async function expectCountsToAgree(eventId: string, withinMs = COUNTS_AGREE_MS): Promise<void> {
  const { live } = await numbers(
    'SELECT count(*)::int AS live FROM booking.claim_seats WHERE event_id = $1 AND live',
    eventId,
  );
  let counts: EventCounts | undefined;
  const agree = await until(withinMs, LOOK_EVERY_MS, async () => {
    const answer = await fetch(`${status.api}/v1/inventory/events/${eventId}`);
    counts = answer.status === 200 ? EventCounts.parse(await answer.json()) : undefined;
    return counts?.liveSeats === live && counts?.booked === live;
  });
  expect(agree, `inventory says ${JSON.stringify(counts)}, the ledger ${live}`).toBe(true);
}

describe('under the load of 50 clients', () => {
  it('scaling to 5 and to 2 loses no request', async () => {
    const { eventId, load, told } = await underLoad({ strategy: 'conditional' }, async () => {
      await stack.run('scale', '5');
      await pause(BEFORE_AND_AFTER_MS);
      await stack.run('scale', '2');
    });
    expect(load.othersThan('201', '409 seat-taken')).toEqual([]);
    await expectTruth(eventId, told);
    await stack.run('scale', '3');
  });

  it('a replica that is killed leaves answers that repeating settles', async () => {
    const { eventId, load, told } = await underLoad({ strategy: 'conditional', workMs: 20 }, async () => {
      const victim = (await stack.status()).replicas[1];
      await endProcess(victim?.pid ?? 0, 'SIGKILL');
    });
    expect(load.othersThan('201', '409 seat-taken', '502 upstream-unknown', '504 upstream-unknown')).toEqual(
      [],
    );
    await expectTruth(eventId, told);
    await stack.run('scale', '3');
  });

  it('flushed Redis nodes cost no double sale behind the guard', async () => {
    const { eventId, told } = await underLoad(
      { strategy: 'distributed', guard: true, workMs: 5 },
      async () => {
        for (let flushed = 0; flushed < 10; flushed += 1) {
          await Promise.all(status.redis.map(({ url }) => flush(url)));
          await pause(50);
        }
      },
    );
    await expectTruth(eventId, told);
  });

  it('NATS stopped for a while, then started: claims go on, and counts agree soon after', async () => {
    const { eventId, load, told } = await underLoad({ strategy: 'conditional' }, async () => {
      await stack.kill('nats', 'SIGTERM');
      await pause(4_000);
    });
    expect(load.othersThan('201', '409 seat-taken')).toEqual([]);
    await stack.run('up');
    await expectCountsToAgree(eventId);
    await expectTruth(eventId, told);
  });

  it('NATS wiped: counts agree again, nothing lost, nothing twice', async () => {
    const { eventId, told } = await underLoad({ strategy: 'conditional' }, async () => {
      const nats = await stack.kill('nats', 'SIGKILL');
      await rm(nats.data, { recursive: true, force: true });
      await stack.run('up');
    });
    await expectCountsToAgree(eventId);
    await expectTruth(eventId, told);
  });

  it('PostgreSQL restarted: 503 in time, then selling goes on by itself', async () => {
    const { eventId, load, told } = await underLoad({ strategy: 'conditional' }, async () => {
      await stack.kill('postgres', 'SIGINT');
      await pause(1_000);
      await stack.run('up');
      status = await stack.status();
      await connect();
    });
    const allowed = [
      '201',
      '409 seat-taken',
      '503 database-unavailable',
      '503 answer-unknown',
      '503 answer-not-stored',
    ];
    expect(load.othersThan(...allowed)).toEqual([]);
    expect(told.longestMs).toBeLessThan(5_000);
    await expectTruth(eventId, told);
    await expectCountsToAgree(eventId);
  });
});

async function flush(url: string): Promise<void> {
  const node = new Redis(url);
  await node.flushall();
  node.disconnect();
}
