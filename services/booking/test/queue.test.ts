import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { EventView, Problem } from '#contracts';
import { type TestDatabase, cloneDatabase } from '../../../tools/test-servers/databases.ts';
import { DEADLINES_MS, until, within } from '#deadlines';
import { type Replica, startReplicas } from './support/replicas.ts';

const WORK_MS = 200;
const SEATS = 20;
const ALL_CAME_MS = 10_000;

let database: TestDatabase;
let replica: Replica;
let eventId: string;
const json = (body: unknown, headers = {}) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

beforeAll(async () => {
  database = await cloneDatabase(inject('servers').templateUrl);
  const [started] = await startReplicas(1, database.url);
  if (started === undefined) throw new Error('no replica');
  replica = started;
  const event = {
    name: 'Queue',
    sections: [{ name: 'Stalls', rows: ['A'], seatsPerRow: SEATS, price: 100 }],
    policy: { strategy: 'queue', guard: false, workMs: WORK_MS },
  };
  const answer = await fetch(`${replica.url}/v1/events`, json(event));
  eventId = EventView.parse(await answer.json()).eventId;
});
afterAll(() => database.drop());

const buy = async (n: number): Promise<{ status: number; code?: string; retryable?: unknown }> => {
  const claim = json({ customerId: `c${n}`, seats: [`A${n}`] }, { 'idempotency-key': `k${n}` });
  const answer = await fetch(`${replica.url}/v1/events/${eventId}/claims`, claim);
  if (answer.status === 201) return { status: 201 };
  const { code, retryable } = Problem.parse(await answer.json());
  return { status: answer.status, code, retryable };
};

const waiting = async (): Promise<number> => {
  const text = await (await fetch(`${replica.url}/metrics`)).text();
  return Number(/^claim_queue_depth\{strategy="queue"\} (\d+)$/m.exec(text)?.[1]);
};

describe('a replica with a queue', () => {
  it('that is stopped sells what it has begun and sends away who waits, to come again', async () => {
    let answered = 0;
    const answers = Promise.all(
      Array.from({ length: SEATS }, (_, n) => buy(n + 1).finally(() => (answered += 1))),
    );
    // all have come: some are answered, one is being served, the others wait
    const allCame = await until(ALL_CAME_MS, 5, async () => answered + (await waiting()) >= SEATS - 1);
    expect(allCame).toBe(true);
    const code = replica.stop();
    const statuses = await answers;
    // an answer that did not ask to close its connection would hold the replica until it gives up
    expect(await within(code, DEADLINES_MS.request)).toBe(0);
    const sold = statuses.filter(({ status }) => status === 201).length;
    const sentAway = statuses.filter(({ status }) => status === 503);
    expect(sold).toBeGreaterThan(0);
    expect(sentAway.length).toBe(SEATS - sold);
    expect(sentAway.every(({ retryable }) => retryable === true)).toBe(true);
    expect(sentAway.map((answer) => answer.code)).toContain('replica-stopping');
  });
});
