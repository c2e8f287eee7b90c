import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Guarantee } from '#contracts';
import { STRATEGIES } from '../src/claims/claims.module.ts';
import { type Cluster, metricOf, startCluster } from './support/cluster.ts';
import { RACES_MOST, findings, findingsOf, winnersAtTheGate } from './support/findings.ts';
import { type Race, oneSeatEach, race } from './support/race.ts';

const SEATS = 5;
const BUYERS_PER_SEAT = 6;

// a limit, and no wait: on a busy machine a race takes ten times as long
vi.setConfig({ testTimeout: 60_000 });

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster(2);
});
afterAll(() => cluster.stop());

/** Every seat wanted by several buyers at once, spread over so many replicas. */
const run = (strategy: string, replicas: number, guard = false): Promise<Race> =>
  race(cluster, {
    policy: { strategy, guard },
    seats: SEATS,
    baskets: oneSeatEach(SEATS, BUYERS_PER_SEAT),
    replicas,
  });

/** With the guard off; what a guarantee promises has to hold, and what it does not promise has to be caught. */
const CAUGHT: Record<Guarantee, Record<1 | 2, boolean>> = {
  none: { 1: true, 2: true },
  'one-process': { 1: false, 2: true },
  lease: { 1: false, 2: false },
  strict: { 1: false, 2: false },
};

// the wrong variants have a test of their own: contract-variants.test.ts
const subjects = STRATEGIES.filter(({ labOnly }) => !labOnly);

describe.each(subjects.map(({ key, guarantee }) => ({ key, guarantee })))(
  '$key, which promises: $guarantee',
  ({ key, guarantee }) => {
    const caught = CAUGHT[guarantee];

    it.each([
      { replicas: 1, twice: caught[1] },
      { replicas: 2, twice: caught[2] },
    ])('at $replicas: sells a seat twice: $twice', async ({ replicas, twice }) => {
      const expected = twice ? 'sold-twice' : undefined;
      expect(await findingsOf(() => run(key, replicas), expected)).toEqual(twice ? [expected] : []);
    });

    it('sells nothing twice behind the guard, which counts what it had to refuse', async () => {
      const saved = (): Promise<number> => metricOf(cluster, 'guard_saves_total', `strategy="${key}"`);
      const before = await saved();
      // where it has to refuse something, that may take more than one race
      for (let raced = 1; raced <= RACES_MOST; raced += 1) {
        expect(await findingsOf(() => run(key, 2, true))).toEqual([]);
        if (!caught[2] || (await saved()) > before) break;
      }
      const saves = (await saved()) - before;
      if (caught[2]) expect(saves).toBeGreaterThan(0);
      else expect(saves).toBe(0);
    });
  },
);

it.each(subjects.filter(({ guarantee }) => !CAUGHT[guarantee][2]).map(({ key }) => key))(
  '%s lets one through at the gate, and sells to one when the others have tried again',
  async (key) => {
    const raced = await run(key, 2);
    expect(winnersAtTheGate(raced)).toBeLessThanOrEqual(1);
    expect(raced.sales).toHaveLength(SEATS);
    expect(findings(raced)).toEqual([]);
  },
);
