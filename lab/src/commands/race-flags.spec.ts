import { expect, test } from 'vitest';
import { strategyView } from '../../test/strategy-view.js';
import { readFlags } from '../flags.js';
import { RACE_FLAGS, raceOf, wantedRace } from './race-flags.js';

const strategies = [strategyView('mutex', 'one-process', { lockScopes: ['seat', 'event'] })];
const race = (...args: string[]) => {
  const wanted = wantedRace(readFlags(['--strategy', 'mutex', ...args], RACE_FLAGS, 'x'));
  return raceOf(wanted, strategies, 3).parameters;
};

test('what is not given takes the usual value, and the strategy its own', () => {
  expect(race()).toEqual({
    ...{ strategy: 'mutex', guard: false, replicas: 3, buyers: 60, customers: 60, seats: 20 },
    ...{ quota: false, basket: 1, any: false, workMs: 50, seed: 1, isolation: 'read committed' },
    ...{ lockScope: 'seat', lockTtlMs: 5_000, maxPerCustomer: null, limitRule: 'counter', fault: null },
  });
});

test('what is given is taken', () => {
  const args = '--buyers 160 --customers 20 --seats 160 --basket 2 --max-per-customer 4 --limit-rule count';
  expect(race(...args.split(' '), '--lock-scope', 'event')).toMatchObject({
    ...{ buyers: 160, customers: 20, seats: 160, basket: 2, maxPerCustomer: 4, limitRule: 'count' },
    lockScope: 'event',
  });
});

test('a fault brings its lease, unless another is given', () => {
  expect(race('--fault', 'pause-holder')).toMatchObject({ fault: 'pause-holder', lockTtlMs: 300 });
  expect(race('--fault', 'pause-holder', '--lock-ttl-ms', '500').lockTtlMs).toBe(500);
});

test.each([
  ['--fault pause', `--fault takes one of 'pause-holder', not "pause". Type: --fault 'pause-holder'`],
  ['--basket 11', '--basket takes a whole number from 1 to 10, not "11". Type: --basket 2'],
  ['--basket 3 --seats 2', 'A claim for 3 of 2 seats. Type: --seats 3'],
  [
    '--basket 3 --max-per-customer 2',
    'Nobody may have 3 seats with a limit of 2. Type: --max-per-customer 3',
  ],
  ['--customers 61', 'Only 60 buyers for more customers. Type: --customers 60'],
  ['--limit-rule count', 'A limit rule needs a limit. Type: --max-per-customer 4'],
  ['--quota', 'Seats without numbers cannot be named. Type: --quota --any'],
  ['--isolation serializable', `"mutex" has no isolation "serializable". Type: --isolation 'read committed'`],
  ['--isolation chaos', /^--isolation takes one of 'read committed', 'repeatable read', 'serializable', not/],
])('%s: one sentence and what to type', (args, message) => {
  expect(() => race(...args.split(' '))).toThrow(message);
});
