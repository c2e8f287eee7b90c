import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type ClaimView, EventView, type Guarantee, Problem } from '#contracts';
import { type TestDatabase, cloneDatabase } from '../../../tools/test-servers/databases.ts';
import { STRATEGIES } from '../src/claims/claims.module.ts';
import { type Replica, startReplicas } from './support/replicas.ts';

const SEATS = 5;
const BUYERS_PER_SEAT = 6;
const WORK_MS = 40;
const ATTEMPTS_MOST = 40;

let database: TestDatabase;
let client: pg.Client;
let replicas: Replica[];
beforeAll(async () => {
  database = await cloneDatabase(inject('servers').templateUrl);
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  replicas = await startReplicas(2, database.url);
});
afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.stop()));
  await client.end();
  await database.drop();
});

const json = (body: unknown, headers = {}) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

async function openEvent(strategy: string, guard: boolean): Promise<string> {
  const sections = [{ name: 'Stalls', rows: ['A'], seatsPerRow: SEATS, price: 100 }];
  const event = { name: 'Race', sections, policy: { strategy, guard, workMs: WORK_MS } };
  const answer = await fetch(`${replicas[0]?.url}/v1/events`, json(event));
  return EventView.parse(await answer.json()).eventId;
}

/** One buyer: repeats with the same key until the answer is final. */
async function buy(replica: Replica, eventId: string, label: string): Promise<ClaimView | Problem> {
  const key = randomUUID();
  for (let attempt = 1; attempt <= ATTEMPTS_MOST; attempt += 1) {
    const request = json({ customerId: key, seats: [label] }, { 'idempotency-key': key });
    const answer = await fetch(`${replica.url}/v1/events/${eventId}/claims`, request);
    if (answer.status === 201) return (await answer.json()) as ClaimView;
    const problem = Problem.parse(await answer.json());
    if (problem.retryable !== true) return problem;
    await new Promise((resolve) => setTimeout(resolve, 10 + Math.random() * 40));
  }
  throw new Error(`no final answer in ${ATTEMPTS_MOST} attempts`);
}

/** Every seat wanted by several buyers at once, spread over so many replicas. */
async function race(strategy: string, replicaCount: number, guard = false) {
  const eventId = await openEvent(strategy, guard);
  const labels = Array.from({ length: SEATS }, (_, n) => `A${n + 1}`);
  const buyers = labels.flatMap((label) => Array.from({ length: BUYERS_PER_SEAT }, () => label));
  const answers = await Promise.all(
    buyers.map((label, n) => buy(replicas[n % replicaCount] as Replica, eventId, label)),
  );
  const sold = answers.filter((answer) => 'claimId' in answer).length;
  const { rows } = await client.query<{ seats: number; sales: number }>(
    `SELECT count(DISTINCT seat_id)::int AS seats, count(*)::int AS sales FROM booking.ledger
     WHERE event_id = $1 AND seat_id IS NOT NULL`,
    [eventId],
  );
  const [{ seats, sales } = { seats: 0, sales: 0 }] = rows;
  return { sold, seats, sales, twice: sales - seats };
}

/** With the guard off; what a guarantee promises has to hold, and what it does not promise has to be caught. */
const CAUGHT: Record<Guarantee, { one: boolean; two: boolean }> = {
  none: { one: true, two: true },
  'one-process': { one: false, two: true },
  lease: { one: false, two: false },
  strict: { one: false, two: false },
};

describe.each(STRATEGIES.map(({ key, guarantee }) => ({ key, guarantee })))(
  '$key, which promises: $guarantee',
  ({ key, guarantee }) => {
    it.each([
      { replicaCount: 1, caught: CAUGHT[guarantee].one },
      { replicaCount: 2, caught: CAUGHT[guarantee].two },
    ])('$replicaCount replicas: sells a seat twice: $caught', async ({ replicaCount, caught }) => {
      const { sold, seats, sales, twice } = await race(key, replicaCount);
      expect(seats).toBe(SEATS);
      expect(sold).toBe(sales);
      if (caught) expect(twice).toBeGreaterThan(0);
      else expect(twice).toBe(0);
    });

    it('never sells a seat twice behind the guard', async () => {
      expect(await race(key, 2, true)).toMatchObject({ sold: SEATS, seats: SEATS, twice: 0 });
    });
  },
);
