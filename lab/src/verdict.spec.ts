import { expect, test } from 'vitest';
import { strategyView } from '../test/strategy-view.js';
import { runParameters } from './run-parameters.js';
import { expectedVerdict, limitHolds } from './verdict.js';

test.each([
  ['none', 1, 'UNSAFE'],
  ['none', 3, 'UNSAFE'],
  ['one-process', 1, 'SAFE'],
  ['one-process', 2, 'UNSAFE'],
  ['lease', 3, 'SAFE'],
  ['strict', 1, 'SAFE'],
  ['strict', 3, 'SAFE'],
] as const)(
  '%s at %i replicas is expected to be %s, and SAFE with the guard',
  (guarantee, replicas, verdict) => {
    expect(expectedVerdict(guarantee, replicas, false)).toBe(verdict);
    expect(expectedVerdict(guarantee, replicas, true)).toBe('SAFE');
  },
);

test.each([
  ['none', 'UNSAFE'],
  ['lease', 'UNSAFE'],
  ['strict', 'SAFE'],
] as const)('%s with a holder who pauses past the lease is expected to be %s', (guarantee, verdict) => {
  expect(expectedVerdict(guarantee, 1, false, 'pause-holder')).toBe(verdict);
  expect(expectedVerdict(guarantee, 1, true, 'pause-holder')).toBe('SAFE');
});

test.each([
  ['counter', [true, true, true]],
  ['count', [false, false, true]],
  ['count-under-lock', [true, false, true]],
] as const)('the limit by %s at the three isolation levels', (limitRule, holds) => {
  const levels = ['read committed', 'repeatable read', 'serializable'] as const;
  const wanted = { limitRule, maxPerCustomer: 4, customers: 20 };
  const run = (isolation: (typeof levels)[number], change = {}) =>
    limitHolds(runParameters(strategyView('s', 'strict'), 1, { ...wanted, isolation, ...change }));
  expect(levels.map((isolation) => run(isolation))).toEqual(holds);
  expect(run('read committed', { customers: 60 })).toBe(true);
});
