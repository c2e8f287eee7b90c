import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { StrategyView } from '#contracts';
import { STRATEGIES } from '../../src/claims/claims.module.ts';
import type { Subject } from './casting.ts';
import { Lanes } from './lanes.ts';
import { type Tried, page } from './page.ts';
import { shortest, surprises } from './results.ts';
import { LINES_MOST, storyOf } from './stories.ts';

vi.mock(import('#deadlines'), async (original) => {
  const { unhurried } = await import('./unhurried.ts');
  return unhurried(await original());
});

/** All of them together, on a machine that does other things as well; alone it takes a tenth of that. */
const EXPLORED_MS = 600_000;
const PAGE = '../../../../docs/interleavings.md';

const policiesOf = ({ isolations, lockScopes }: StrategyView): Subject['policy'][] =>
  isolations.flatMap((isolation) => lockScopes.map((lockScope) => ({ isolation, lockScope })));
/** The first one is the usual one. */
const SUBJECTS = STRATEGIES.flatMap((strategy) =>
  policiesOf(strategy).map((policy, index) => ({
    strategy,
    isUsual: index === 0,
    subject: { key: strategy.key, policy },
    name: [strategy.key, policy.isolation, policy.lockScope].join(', '),
  })),
);

let lanes: Lanes;
let tried: Map<string, Promise<Tried>>;
beforeAll(async () => {
  lanes = await Lanes.open();
  const begun = SUBJECTS.map(({ name, strategy, subject, isUsual }): [string, Promise<Tried>] => {
    const results = lanes.explore(subject, isUsual);
    return [name, results.then((all) => ({ strategy, subject, results: all }))];
  });
  tried = new Map(begun);
  // each is awaited by its own test
  for (const one of tried.values()) one.catch(() => undefined);
});
afterAll(async () => {
  await Promise.allSettled(tried.values());
  await lanes.close();
});

const triedAs = async (name: string): Promise<Tried> => {
  const found = await tried.get(name);
  if (found === undefined) throw new Error(`${name} was not tried`);
  return found;
};

describe('every order of two claims', () => {
  it.each(SUBJECTS)(
    '$name keeps what it promises, and nothing else',
    async ({ name, strategy, isUsual }) => {
      const { results } = await triedAs(name);
      expect(surprises(strategy.guarantee, results, isUsual)).toEqual([]);
      const told = shortest(results);
      if (told !== undefined) expect(storyOf(told.played).length).toBeLessThanOrEqual(LINES_MOST);
    },
    EXPLORED_MS,
  );

  it(
    'is in docs/interleavings.md (written by -u)',
    async () => {
      const of = (isUsual: boolean): Promise<Tried[]> =>
        Promise.all(SUBJECTS.filter((one) => one.isUsual === isUsual).map(({ name }) => triedAs(name)));
      await expect(page(await of(true), await of(false))).toMatchFileSnapshot(PAGE);
    },
    EXPLORED_MS,
  );
});
