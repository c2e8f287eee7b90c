import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { STRATEGIES } from '../src/claims/claims.module.ts';
import { type Cluster, startCluster } from './support/cluster.ts';
import { findings, findingsOf } from './support/findings.ts';
import { type Race, oneSeatEach, race } from './support/race.ts';

const SEATS = 3;
const BUYERS_PER_SEAT = 4;
const LEASE_MS = 300;
const HEALTHY_MS = 20_000;
/** The first two claims of a seat in each replica outlive their lease twice over. */
const PAUSED = { pauseMs: 2 * LEASE_MS, timesPerSeat: 2 };

// a limit, and no wait: on a busy machine a race takes ten times as long
vi.setConfig({ testTimeout: 60_000 });

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster(2);
});
afterAll(() => cluster.stop());

const run = (strategy: string, lockTtlMs: number): Promise<Race> =>
  race(cluster, {
    policy: { strategy, lockTtlMs, workMs: 0 },
    seats: SEATS,
    baskets: oneSeatEach(SEATS, BUYERS_PER_SEAT),
    replicas: 2,
    paused: PAUSED,
  });

const keysOf = (guarantee: string): string[] =>
  STRATEGIES.filter((strategy) => strategy.guarantee === guarantee).map(({ key }) => key);

describe.each(keysOf('lease'))('%s, when a holder pauses', (key) => {
  it('holds while the lease is longer than the pause', async () => {
    const raced = await run(key, HEALTHY_MS);
    expect(raced.pausesHit).toBeGreaterThanOrEqual(SEATS);
    expect(findings(raced)).toEqual([]);
  });

  it('is caught when the lease is shorter', async () => {
    const hits: number[] = [];
    const found = await findingsOf(async () => {
      const raced = await run(key, LEASE_MS);
      hits.push(raced.pausesHit);
      return raced;
    }, 'sold-twice');
    expect(found).toEqual(['sold-twice']);
    expect(Math.min(...hits)).toBeGreaterThanOrEqual(SEATS);
  });
});

it.each(keysOf('strict'))('%s sells each seat once, although holders pause past any lease', async (key) => {
  const raced = await run(key, LEASE_MS);
  expect(raced.pausesHit).toBeGreaterThanOrEqual(SEATS);
  expect(findings(raced)).toEqual([]);
  expect(raced.sales).toHaveLength(SEATS);
});
