import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { EventView } from '#contracts';
import { DEADLINES_MS, until } from '#deadlines';
import { type TestDatabase, cloneDatabase } from '../../../tools/test-servers/databases.ts';
import { type Replica, startReplicas } from './support/replicas.ts';
import { claimIsOpen, stuckTransaction } from './support/seat-sessions.ts';

const MARGIN_MS = 1_500;
const OPENS_MS = 15_000;
const LOOK_EVERY_MS = 50;
const PAUSE_MS = 500;

let database: TestDatabase;
let client: pg.Client;
let one: Replica;
let other: Replica;
beforeAll(async () => {
  database = await cloneDatabase(inject('servers').templateUrl);
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  [one, other] = (await startReplicas(2, database.url)) as [Replica, Replica];
});
afterAll(async () => {
  process.kill(one.pid, 'SIGCONT');
  await Promise.all([one.stop(), other.stop()]);
  await client.end();
  await database.drop();
});

type Answer = Partial<EventView> & { code?: string; retryable?: boolean | 'unknown' };

async function ask(replica: Replica, method: string, path: string, body?: object, key = ''): Promise<Answer> {
  const headers = { 'content-type': 'application/json', ...(key && { 'idempotency-key': key }) };
  const payload = body && JSON.stringify(body);
  const answer = await fetch(`${replica.url}${path}`, { method, headers, ...(payload && { body: payload }) });
  return (await answer.json()) as Answer;
}

async function openEvent(strategy: string): Promise<string> {
  const sections = [{ name: 'Stalls', rows: ['A'], seatsPerRow: 5, price: 100 }];
  const event = await ask(one, 'POST', '/v1/events', { name: 'Paused', sections, policy: { strategy } });
  return EventView.parse(event).eventId;
}

const claim = (replica: Replica, eventId: string, key: string): Promise<Answer> =>
  ask(replica, 'POST', `/v1/events/${eventId}/claims`, { customerId: 'customer-1', seats: ['A1'] }, key);

it('a replica that is paused in mid-claim holds a switch up for the idle limit, and sells nothing when it wakes', async () => {
  const eventId = await openEvent('pessimistic');
  const point = { eventId, step: 'after-read', pauseMs: PAUSE_MS, timesPerSeat: 1 };
  await ask(one, 'PUT', '/admin/failpoints', point);
  const claiming = claim(one, eventId, 'key-1');
  await claimIsOpen(client);
  process.kill(one.pid, 'SIGSTOP');
  const began = performance.now();
  const changed = await ask(other, 'PATCH', `/v1/events/${eventId}/policy`, { strategy: 'conditional' });
  const tookMs = performance.now() - began;
  process.kill(one.pid, 'SIGCONT');
  expect(changed).toMatchObject({ policyVersion: 2 });
  expect(tookMs).toBeLessThan(DEADLINES_MS.idleInTransaction + MARGIN_MS);
  // or its own 4 s were over when it woke
  expect((await claiming).code).toMatch(/^(database-unavailable|deadline-exceeded)$/);
  const sold = async (): Promise<boolean> => (await claim(one, eventId, 'key-1')).policyVersion === 2;
  expect(await until(OPENS_MS, LOOK_EVERY_MS, sold)).toBe(true);
});

it('a replica that is paused in mid-switch loses the switch: the sale opens without it, and it writes nothing more', async () => {
  const eventId = await openEvent('conditional');
  const stuck = await stuckTransaction(database.url);
  const changing = ask(one, 'PATCH', `/v1/events/${eventId}/policy`, { strategy: 'pessimistic' });
  const show = () => ask(other, 'GET', `/v1/events/${eventId}`);
  expect(await until(OPENS_MS, LOOK_EVERY_MS, async () => (await show()).switching === true)).toBe(true);
  process.kill(one.pid, 'SIGSTOP');
  await stuck.end();
  const sold = async (): Promise<boolean> => (await claim(other, eventId, 'key-1')).policyVersion === 1;
  expect(await until(OPENS_MS, LOOK_EVERY_MS, async () => (await sold()) && !(await show()).switching)).toBe(
    true,
  );
  process.kill(one.pid, 'SIGCONT');
  expect(await changing).toMatchObject({ code: 'answer-unknown', retryable: 'unknown' });
  expect(await show()).toMatchObject({
    switching: false,
    policyVersion: 1,
    policy: { strategy: 'conditional' },
  });
}, 40_000);
