import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { until } from '#deadlines';
import { untilStopped } from '../../../tools/test-servers/service-process.ts';
import { type Cluster, arm, metricOf, openEvent, startCluster } from './support/cluster.ts';
import { type Answer, type SaleRow, ask, buy, isYes, salesOf } from './support/race.ts';
import type { Replica } from './support/replicas.ts';

const LEASE_MS = 300;
const DECIDED_MS = 15_000;
const LOOK_EVERY_MS = 20;
/** Nobody asks for much here, and opening them all takes a busy machine long. */
const FEW_SESSIONS = { SEAT_POOL_SIZE: '4' };
const SEAT = { labels: ['A1'] };

// a limit, and no wait
vi.setConfig({ testTimeout: 60_000 });

let cluster: Cluster;
let holders: Replica;
let rivals: Replica;
beforeAll(async () => {
  cluster = await startCluster(2, { env: FEW_SESSIONS });
  [holders, rivals] = cluster.replicas as [Replica, Replica];
});
afterAll(() => cluster.stop());

interface Story {
  readonly rival: Answer | undefined;
  readonly holder: Answer | undefined;
  readonly sales: readonly SaleRow[];
  readonly refusedByFence: number;
}

/**
 * A holder has read "free", and his process stops; his lease runs out; somebody else gets the lease and the seat; the
 * holder wakes, and writes what he has read.
 */
async function pauseStory(strategy: string, isOver: (sales: number, refused: number) => boolean) {
  const eventId = await openEvent(cluster, 1, { strategy, guard: false, lockTtlMs: LEASE_MS, workMs: 0 });
  const refusals = (): Promise<number> =>
    metricOf({ ...cluster, replicas: [holders] }, 'fence_refusals_total', `strategy="${strategy}"`);
  const before = await refusals();
  await arm(holders, { eventId, step: 'after-read', does: 'stop', timesPerSeat: 1 });
  const asking = { ...SEAT, eventId, key: randomUUID() };
  // a busy machine may refuse him before he has read: then he asks again, and not once he is told or nobody knows
  const told = async (): Promise<boolean> => {
    const answer = await ask({ ...asking, url: holders.url });
    return isYes(answer) || answer.retryable !== true;
  };
  const answering = until(DECIDED_MS, LOOK_EVERY_MS, told);
  await untilStopped(holders);
  const rival = (await buy({ ...SEAT, eventId, url: rivals.url })).final;
  process.kill(holders.pid, 'SIGCONT');
  const written = async (): Promise<boolean> =>
    isOver((await salesOf(cluster, eventId)).length, (await refusals()) - before);
  expect(await until(DECIDED_MS, LOOK_EVERY_MS, written)).toBe(true);
  expect(await answering).toBe(true);
  const holder = (await buy({ ...asking, url: rivals.url })).final;
  const sales = await salesOf(cluster, eventId);
  return { rival, holder, sales, refusedByFence: (await refusals()) - before } satisfies Story;
}

it('distributed: whoever stops after his read sells the seat a second time', async () => {
  const { rival, holder, sales } = await pauseStory('distributed', (sold) => sold === 2);
  expect([isYes(rival), isYes(holder)]).toEqual([true, true]);
  expect(sales.map(({ version }) => version)).toEqual([1, 2]);
  expect(sales.map(({ claimId }) => claimId)).toEqual(
    [rival, holder].map((answer) => Reflect.get(Object(answer), 'claimId')),
  );
});

it('fenced: his write finds no row, and he is told no', async () => {
  const { rival, holder, sales, refusedByFence } = await pauseStory('fenced', (_, refused) => refused === 1);
  expect(isYes(rival)).toBe(true);
  expect(holder).toMatchObject({ status: 409, code: 'seat-taken' });
  expect(sales).toHaveLength(1);
  expect(refusedByFence).toBe(1);
});
