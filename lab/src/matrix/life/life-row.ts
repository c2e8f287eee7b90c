import type { StrategyView } from '#contracts';

/** The row of the matrix that is no strategy. */
export const LIFE = 'life';
/** Its claims are made by the strategy that decides in one statement; what becomes of them is the same for all. */
export const LIFE_STRATEGY = 'conditional';
export const LIFE_MECHANISM =
  'decides each change of a claim by one conditional UPDATE of its row, and its seats follow in the same transaction';

export const isLife = ({ key }: Pick<StrategyView, 'key'>): boolean => key === LIFE;

/** None where the strategy is not registered. */
export const lifeRow = (strategies: readonly StrategyView[]): StrategyView[] =>
  strategies
    .filter(({ key }) => key === LIFE_STRATEGY)
    .map((view) => ({ ...view, key: LIFE, mechanism: LIFE_MECHANISM }));
