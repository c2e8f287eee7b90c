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

/**
 * Lock libraries as they come retry by timers of their own: when nobody can go on by himself is not known of them. And
 * whom PostgreSQL undoes in a deadlock it decides when it finds it, which on a busy machine may be late.
 */
const LEFT_OUT = new Set(['redlock-4', 'redlock-as-it-comes', 'redlock-universal', 'pessimistic-unsorted']);

const policiesOf = ({ isolations, lockScopes }: StrategyView): Subject['policy'][] =>
  isolations.flatMap((isolation) => lockScopes.map((lockScope) => ({ isolation, lockScope })));
/** The first one is the usual one. */
const SUBJECTS = STRATEGIES.filter(({ key }) => !LEFT_OUT.has(key)).flatMap((strategy) =>
  policiesOf(strategy).map((policy, index) => ({
    strategy,
    isUsual: index === 0,
    subject: { key: strategy.key, policy },
    name: [strategy.key, policy.isolation, policy.lockScope].join(', '),
  })),
);

let lanes: Lanes;
const tried = new Map<string, Promise<Tried>>();
beforeAll(async () => {
  lanes = await Lanes.open();
});
afterAll(() => lanes.close());

/** Once, for its own test and for the page. */
function triedAs({ name, strategy, subject, isUsual }: (typeof SUBJECTS)[number]): Promise<Tried> {
  const trying =
    tried.get(name) ??
    lanes.explore(subject, isUsual).then((results): Tried => ({ strategy, subject, results }));
  tried.set(name, trying);
  return trying;
}

// side by side, so that no lane is idle
describe.concurrent('every order of two claims', () => {
  it.each(SUBJECTS)(
    '$name: keeps what it promises, and nothing else',
    async (tested) => {
      const { results } = await triedAs(tested);
      expect(surprises(tested.strategy.guarantee, results, tested.isUsual)).toEqual([]);
      const told = shortest(results);
      if (told !== undefined) expect(storyOf(told.played).length).toBeLessThanOrEqual(LINES_MOST);
    },
    EXPLORED_MS,
  );
});

it(
  'docs/interleavings.md shows what became of them (written by -u)',
  async () => {
    const of = (isUsual: boolean): Promise<Tried[]> =>
      Promise.all(SUBJECTS.filter((one) => one.isUsual === isUsual).map(triedAs));
    await expect(page(await of(true), await of(false))).toMatchFileSnapshot(PAGE);
  },
  EXPLORED_MS,
);
