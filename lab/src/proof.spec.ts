import { expect, test } from 'vitest';
import { strategyView } from '../test/strategy-view.js';
import { nameOf, racesOf } from './proof.js';

const strategies = [
  strategyView('none', 'none'),
  strategyView('distributed', 'lease'),
  strategyView('fenced', 'strict'),
  strategyView('fenced-at-write', 'lease', { labOnly: true }),
];
const names = (plan: Parameters<typeof racesOf>[1]): string[] => racesOf(strategies, plan).map(nameOf);

test('every strategy but the wrong variants, at each number of replicas; at the most, what a pause does', () => {
  expect(names({ replicas: [1, 3], variants: false })).toEqual([
    ...['none at 1', 'distributed at 1', 'fenced at 1', 'none at 3', 'distributed at 3', 'fenced at 3'],
    ...['distributed at 3 with pause-holder', 'fenced at 3 with pause-holder'],
  ]);
});

test('with the wrong variants, and the fault for those whom it concerns', () => {
  expect(names({ replicas: [5], variants: true })).toEqual([
    ...['none at 5', 'distributed at 5', 'fenced at 5', 'fenced-at-write at 5'],
    'distributed at 5 with pause-holder',
    'fenced at 5 with pause-holder',
    'fenced-at-write at 5 with pause-holder',
  ]);
});
