import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { untilStopped } from '../../../tools/test-servers/service-process.ts';
import { type Cluster, arm, openEvent, pausesHit, startCluster } from './support/cluster.ts';
import { ask, buy, isYes, salesOf } from './support/race.ts';
import type { Replica } from './support/replicas.ts';

// a limit, and no wait
vi.setConfig({ testTimeout: 60_000 });

/** Nobody asks for much here, and opening them all takes a busy machine long. */
const FEW_SESSIONS = { SEAT_POOL_SIZE: '4' };

// real: replicas as processes of what `npm run build` made, which stop and die
let cluster: Cluster;
let survivor: Replica;
let victims: Replica[];
beforeAll(async () => {
  cluster = await startCluster(3, { env: FEW_SESSIONS });
  [survivor, ...victims] = cluster.replicas as [Replica, Replica, Replica];
});
afterAll(() => cluster.stop());

const LOST = 'no answer';
const wanted = { labels: ['A1'], key: '' };
const oneSeat = (strategy: string): Promise<string> => openEvent(cluster, 1, { strategy });

it('stop: the process stands still at the step, and goes on from there when it may', async () => {
  const eventId = await oneSeat('optimistic');
  await arm(survivor, { eventId, step: 'after-read', does: 'stop', timesPerSeat: 1 });
  const buying = buy({ url: survivor.url, eventId, labels: ['A1'] });
  await untilStopped(survivor);
  expect(await salesOf(cluster, eventId)).toEqual([]);
  process.kill(survivor.pid, 'SIGCONT');
  const { final } = await buying;
  expect(isYes(final)).toBe(true);
  expect(await pausesHit(cluster, eventId)).toBe(1);
  expect(await salesOf(cluster, eventId)).toHaveLength(1);
});

it.each([
  { step: 'before-commit', sold: 0 },
  { step: 'before-answer', sold: 1 },
] as const)(
  'kill $step: the process is gone, its log says why, and the key tells what was sold',
  async ({ step, sold }) => {
    const victim = victims.pop() as Replica;
    const eventId = await oneSeat('conditional');
    await arm(victim, { eventId, step, does: 'kill', timesPerSeat: 1 });
    const asking = { ...wanted, eventId, key: randomUUID() };
    expect(await buy({ ...asking, url: victim.url }).catch(() => LOST)).toBe(LOST);
    expect(await victim.ended).toBe('SIGKILL');
    const line = new RegExp(`^failpoint ${step} of event ${eventId}, claim (\\S+): kills itself$`, 'm');
    const [, claimId] = line.exec(victim.said()) ?? [];
    expect(claimId).toBeDefined();
    expect(await salesOf(cluster, eventId)).toHaveLength(sold);
    const { final } = await buy({ ...asking, url: survivor.url });
    expect(isYes(final) && (final.claimId === claimId) === (sold === 1)).toBe(true);
    expect(await salesOf(cluster, eventId)).toMatchObject([
      { claimId: Reflect.get(Object(final), 'claimId') },
    ]);
  },
);

it.each([
  { step: 'before-commit', sold: 0 },
  { step: 'after-commit', sold: 1 },
] as const)('throw $step: a problem, nothing half-done, and the key tells', async ({ step, sold }) => {
  const eventId = await oneSeat('conditional');
  await arm(survivor, { eventId, step, does: 'throw', timesPerSeat: 1 });
  const asking = { ...wanted, url: survivor.url, eventId, key: randomUUID() };
  expect(await ask(asking)).toMatchObject({ status: 500, code: 'internal-error', retryable: 'unknown' });
  const sales = await salesOf(cluster, eventId);
  expect(sales.map(({ whole }) => whole)).toEqual(Array(sold).fill(true));
  expect(isYes((await buy(asking)).final)).toBe(true);
  expect(await salesOf(cluster, eventId)).toMatchObject([{ label: 'A1', version: 1, whole: true }]);
});
