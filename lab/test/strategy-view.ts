import type { StrategyView } from '#contracts';

export const strategyView = (
  key: string,
  guarantee: StrategyView['guarantee'],
  change: Partial<StrategyView> = {},
): StrategyView => ({
  key,
  guarantee,
  mechanism: `${key} does what it does`,
  isolations: ['read committed'],
  lockScopes: ['seat'],
  labOnly: false,
  ...change,
});
