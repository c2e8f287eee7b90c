import { afterAll, beforeAll, expect, it } from 'vitest';
import { TreeCopy, strategyLike } from '../../../tools/tree-copy.ts';
import { type Cluster, startCluster } from './support/cluster.ts';
import { findings, findingsOf } from './support/findings.ts';
import { MUTANTS, type Mutant } from './support/mutants.ts';
import { oneSeatEach, race } from './support/race.ts';

const SETUP_MS = 90_000;
/** A mutant may take several races. */
const RACES_MS = 60_000;

let copy: TreeCopy;
let cluster: Cluster;
const keyOf = ({ of, without }: Mutant): string => `${of}-without-${without}`;

beforeAll(async () => {
  copy = new TreeCopy();
  for (const mutant of MUTANTS) {
    const { className, text } = strategyLike(mutant.of, keyOf(mutant), mutant.edits);
    copy.addStrategy(keyOf(mutant), className, text);
  }
  await copy.build();
  cluster = await startCluster(2, { project: copy.folder });
}, SETUP_MS);
afterAll(async () => {
  await cluster.stop();
  copy.remove();
});

it.each(MUTANTS)(
  '$of without its $without is caught as $caughtAs',
  async (mutant) => {
    const found = await findingsOf(
      () => race(cluster, mutant.course({ strategy: keyOf(mutant) })),
      mutant.caughtAs,
    );
    expect(found).toContain(mutant.caughtAs);
    // it is the change that is caught: the same race with the original
    expect(findings(await race(cluster, mutant.course({ strategy: mutant.of })))).toEqual([]);
  },
  RACES_MS,
);

it(
  'a guard without its index is caught as sold-twice',
  async () => {
    const policy = { strategy: 'none', guard: true };
    const course = { policy, seats: 3, baskets: oneSeatEach(3, 6), replicas: 2 };
    expect(findings(await race(cluster, course))).toEqual([]);
    await cluster.database.query('DROP INDEX booking.claim_seats_guard');
    expect(await findingsOf(() => race(cluster, course), 'sold-twice')).toEqual(['sold-twice']);
  },
  RACES_MS,
);
