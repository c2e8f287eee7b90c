import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { STRATEGIES } from '../src/claims/claims.module.ts';
import { type Cluster, startCluster } from './support/cluster.ts';
import { findings } from './support/findings.ts';
import { leaksOf } from './support/leaks.ts';
import { oneSeatEach, race } from './support/race.ts';

const SEATS = 4;
const BUYERS_PER_SEAT = 5;

// a limit, and no wait: on a busy machine a race takes ten times as long
vi.setConfig({ testTimeout: 60_000 });

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster(2);
});
afterAll(() => cluster.stop());

// the one that does leak: contract-variants.test.ts
const settings = STRATEGIES.filter(({ key }) => key !== 'advisory-session').flatMap(
  ({ key: strategy, guarantee, isolations, lockScopes }) =>
    isolations.flatMap((isolation) =>
      lockScopes.map((lockScope) => ({ strategy, guarantee, isolation, lockScope })),
    ),
);

it.each(settings)(
  '$strategy at $isolation, lock scope $lockScope: keeps its guarantee, and leaves nothing behind',
  async ({ guarantee, ...policy }) => {
    const raced = await race(cluster, {
      policy: { ...policy, workMs: 10 },
      seats: SEATS,
      baskets: oneSeatEach(SEATS, BUYERS_PER_SEAT),
      replicas: guarantee === 'one-process' ? 1 : 2,
    });
    // whether it has to be caught is asked elsewhere
    const found = findings(raced).filter((one) => guarantee !== 'none' || one !== 'sold-twice');
    expect(found).toEqual([]);
    expect(await leaksOf(cluster, raced.eventId)).toEqual([]);
  },
);
