import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pause, until } from '#deadlines';
import { endProcess } from '../../../tools/test-servers/end-process.ts';
import { type Held, LifeLoad, type LifeTold, caller } from '../life-load.ts';
import { Stack, type StackStatus } from '../stack.ts';
import { openEvent, seatLabel } from '../steady-load.ts';

const REPLICAS = 3;
const CLIENTS = 12;
/** The one with a queue; see services/booking/src/http/seeds. */
const QUEUE_EVENT = '155ff34d-51ec-4053-841e-a6cc24253256';
const BETWEEN_MS = 1_000;
/** By then a replica that stops ends itself by force. */
const STOP_MS_MOST = 15_000;
/** A worker that dies over a queued claim has it to itself for 10 s. */
const DECIDED_MS = 20_000;
const LOOK_EVERY_MS = 50;
const AT_ONCE = 20;

let stack: Stack;
let status: StackStatus;
let database: pg.Client;
beforeAll(async () => {
  stack = await Stack.start(REPLICAS);
  status = await stack.status();
  database = new pg.Client({ connectionString: status.postgres.url });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await stack.end();
});

async function underLoad(happens: () => Promise<unknown>): Promise<{ eventId: string; told: LifeTold }> {
  const eventId = await openEvent(status.api, { strategy: 'conditional', holdSeconds: 3_600, workMs: 5 });
  const load = new LifeLoad(status.api, eventId, QUEUE_EVENT, seatLabel, CLIENTS);
  await pause(BETWEEN_MS);
  await happens();
  await pause(BETWEEN_MS);
  return { eventId, told: await load.stop() };
}

async function statusOf(eventId: string, { claimId, token }: Held): Promise<unknown> {
  const path = `/v1/events/${eventId}/claims/${claimId}`;
  const { body } = await caller(status.api)('GET', path, { authorization: `Bearer ${token}` });
  return body['status'];
}

/** Asks for each, so many at once. */
async function answersTo<Asked, Answer>(
  all: readonly Asked[],
  ask: (one: Asked) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let from = 0; from < all.length; from += AT_ONCE) {
    answers.push(...(await Promise.all(all.slice(from, from + AT_ONCE).map(ask))));
  }
  return answers;
}

async function pendingClaims(): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    `SELECT count(*)::int FROM booking.claims WHERE status = 'pending'`,
  );
  return rows[0]?.count ?? -1;
}

/** Of what was told: every hold and confirmation is there, every queued claim is decided, and the books agree. */
async function lost(eventId: string, told: LifeTold): Promise<string[]> {
  const found: string[] = [...told.mistakes];
  const now = await answersTo(told.held, (held) => statusOf(eventId, held));
  told.held.forEach(({ claimId, status: was }, n) => {
    if (was !== now[n]) found.push(`claim ${claimId} was ${was} and is ${String(now[n])}`);
  });
  const areDecided = await until(DECIDED_MS, LOOK_EVERY_MS, async () => (await pendingClaims()) === 0);
  if (!areDecided) found.push(`${await pendingClaims()} claims are pending after ${DECIDED_MS} ms`);
  const decisions = await answersTo(told.queued, (request) => caller(status.api)('GET', request));
  told.queued.forEach((request, n) => {
    const state = decisions[n]?.body['state'];
    if (state !== 'decided') found.push(`${request} is ${String(state)}`);
  });
  await stack.lab('audit').catch((error: unknown) => found.push(String(error)));
  return found;
}

/** The load was one. */
function expectLoad({ held, queued }: LifeTold): void {
  expect(held.filter((claim) => claim.status === 'held').length).toBeGreaterThan(CLIENTS);
  expect(held.filter((claim) => claim.status === 'booked').length).toBeGreaterThan(CLIENTS);
  expect(queued.length).toBeGreaterThan(CLIENTS);
}

describe('nothing that was told is lost, and what was not told is found', () => {
  it('while every replica is restarted, one after the other', async () => {
    const tookMs: number[] = [];
    const { eventId, told } = await underLoad(async () => {
      for (const { pid } of status.replicas) {
        tookMs.push(await endProcess(pid, 'SIGTERM'));
        await stack.run('up');
      }
    });
    status = await stack.status();
    expect(Math.max(...tookMs)).toBeLessThan(STOP_MS_MOST);
    expectLoad(told);
    expect(await lost(eventId, told)).toEqual([]);
  }, 240_000);

  it('while the replicas are scaled to 5, to 2 and back', async () => {
    const { eventId, told } = await underLoad(async () => {
      for (const replicas of ['5', '2', '3']) await stack.run('scale', replicas);
    });
    expectLoad(told);
    expect(await lost(eventId, told)).toEqual([]);
  }, 240_000);

  it('while one is killed', async () => {
    const { eventId, told } = await underLoad(async () => {
      const victim = (await stack.status()).replicas[1];
      await endProcess(victim?.pid ?? 0, 'SIGKILL');
      await pause(BETWEEN_MS);
      await stack.run('up');
    });
    expectLoad(told);
    expect(await lost(eventId, told)).toEqual([]);
  }, 240_000);
});
