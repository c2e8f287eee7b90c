import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { until } from '#deadlines';
import { STRATEGIES } from '../src/claims/claims.module.ts';
import { type Cluster, metricOf, startCluster } from './support/cluster.ts';
import { findings, findingsOf } from './support/findings.ts';
import { leaksOf } from './support/leaks.ts';
import { type Course, type Race, oneSeatEach, race } from './support/race.ts';

/** A lock that belongs to a session is seen through as soon as more buyers come than there are sessions. */
const SESSIONS = 4;
const SEATS = 2;
const BUYERS_PER_SEAT = 12;
/** A session that keeps its lock never lets the others in, and each of them waits for a second. */
const PATIENCE_MS = 2_500;
const LEAKED_FOR_MS = 300;
/** It may take more than one race. */
const LEAK_SEEN_MS = 20_000;

// a limit, and no wait: on a busy machine a race takes ten times as long
vi.setConfig({ testTimeout: 60_000 });

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster(2, { env: { SEAT_POOL_SIZE: `${SESSIONS}` } });
});
afterAll(() => cluster.stop());

const course = (strategy: string, replicas: number, guard = false): Course => ({
  policy: { strategy, guard },
  seats: SEATS,
  baskets: oneSeatEach(SEATS, BUYERS_PER_SEAT),
  replicas,
});
/** Of `advisory-session`, which need not sell everything. */
const impatient = (replicas: number, guard = false): Promise<Race> =>
  race(cluster, { ...course('advisory-session', replicas, guard), patienceMs: PATIENCE_MS });

it('are all here', () => {
  const variants = STRATEGIES.filter(({ labOnly }) => labOnly).map(({ key }) => key);
  expect(variants).toEqual([
    'advisory-session',
    'distributed-get-del',
    'fenced-at-write',
    'redlock-4',
    'redlock-as-it-comes',
    'redlock-universal',
    'pessimistic-unlimited',
    'pessimistic-unsorted',
  ]);
});

describe('advisory-session, which promises nothing', () => {
  it.each([1, 2])('sells a seat twice at %i', async (replicas) => {
    const found = await findingsOf(() => impatient(replicas), 'sold-twice');
    expect(found).toContain('sold-twice');
    expect(found).not.toContain('torn');
    expect(found).not.toContain('untrue-no');
  });

  it('leaves its locks behind in the sessions of the pool', async () => {
    const leaked = await until(LEAK_SEEN_MS, 0, async () => {
      const { eventId } = await impatient(2);
      return (await leaksOf(cluster, eventId, LEAKED_FOR_MS)).includes('advisory lock');
    });
    expect(leaked).toBe(true);
  });

  it('sells nothing twice behind the guard', async () => {
    const found = await findingsOf(() => impatient(2, true));
    expect(found).not.toContain('sold-twice');
  });
});

describe.each([
  'distributed-get-del',
  'fenced-at-write',
  'redlock-4',
  'redlock-as-it-comes',
  'redlock-universal',
  'pessimistic-unlimited',
  'pessimistic-unsorted',
])('%s, with healthy clocks', (key) => {
  it.each([1, 2])('sells each seat once at %i', async (replicas) => {
    expect(findings(await race(cluster, course(key, replicas)))).toEqual([]);
  });
});

describe('two seats, named one way and the other, with a pause after each lock', () => {
  const baskets = Array.from({ length: 6 }, (_, n) => (n % 2 === 0 ? ['A1', 'A2'] : ['A2', 'A1']));
  const paused = { step: 'after-lock', pauseMs: 150, timesPerSeat: 2 } as const;

  it.each([
    { strategy: 'pessimistic', circle: false },
    { strategy: 'pessimistic-unsorted', circle: true },
  ])('$strategy waits in a circle: $circle', async ({ strategy, circle }) => {
    const undone = (): Promise<number> =>
      metricOf(cluster, 'transactions_undone_total', `strategy="${strategy}",sqlstate="40P01"`);
    const before = await undone();
    const raced = await race(cluster, { policy: { strategy }, seats: 2, baskets, replicas: 2, paused });
    const deadlocks = (await undone()) - before;
    expect(findings(raced)).toEqual([]);
    expect(raced.sales).toHaveLength(2);
    expect(raced.pausesHit).toBeGreaterThan(0);
    if (circle) expect(deadlocks).toBeGreaterThan(0);
    else expect(deadlocks).toBe(0);
  });
});
