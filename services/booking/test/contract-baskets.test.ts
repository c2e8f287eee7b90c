import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Guarantee } from '#contracts';
import { STRATEGIES } from '../src/claims/claims.module.ts';
import { type Cluster, startCluster } from './support/cluster.ts';
import { findingsOf } from './support/findings.ts';
import { type Race, isYes, race, seatLabels } from './support/race.ts';

const SEATS = 9;
const BASKET = 3;
const BUYERS = 24;
const CAUGHT_AT_TWO: Record<Guarantee, boolean> = {
  none: true,
  'one-process': true,
  lease: false,
  strict: false,
};

// a limit, and no wait: on a busy machine a race takes ten times as long
vi.setConfig({ testTimeout: 60_000 });

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster(2);
});
afterAll(() => cluster.stop());

/** Three seats in a row from each place, so that each basket overlaps four others; every other one back to front. */
const baskets = Array.from({ length: BUYERS }, (_, n) => {
  const labels = seatLabels(SEATS);
  const three = Array.from({ length: BASKET }, (__, i) => labels[(n + i) % SEATS] ?? '');
  return n % 2 === 0 ? three : three.toReversed();
});
const run = (strategy: string): Promise<Race> =>
  race(cluster, { policy: { strategy }, seats: SEATS, baskets, replicas: 2 });

// sells too slowly for a rush at this many sessions: contract-variants.test.ts
const subjects = STRATEGIES.filter(({ key }) => key !== 'advisory-session');

describe('three seats in one claim, overlapping and named in different orders', () => {
  it.each(subjects.map(({ key, guarantee }) => ({ key, guarantee })))(
    '$key gives all or none ($guarantee)',
    async ({ key, guarantee }) => {
      const yeses: number[] = [];
      const found = await findingsOf(
        async () => {
          const raced = await run(key);
          yeses.push(raced.buyers.filter(({ final }) => isYes(final)).length);
          return raced;
        },
        CAUGHT_AT_TWO[guarantee] ? 'sold-twice' : undefined,
      );
      expect(found).toEqual(CAUGHT_AT_TWO[guarantee] ? ['sold-twice'] : []);
      expect(Math.min(...yeses)).toBeGreaterThan(0);
    },
  );
});
