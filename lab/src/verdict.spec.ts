import { expect, test } from 'vitest';
import { finding } from './checkers/evidence.js';
import { expectedVerdict, verdictOf } from './verdict.js';

const unsafe = finding('double-sale', 'UNSAFE', '');
const unavailable = finding('unsold', 'UNAVAILABLE', '');
const inconclusive = finding('no-collision', 'INCONCLUSIVE', '');

test.each([
  ['SAFE', []],
  ['UNSAFE', [inconclusive, unavailable, unsafe]],
  ['INCONCLUSIVE', [unavailable, inconclusive]],
  ['UNAVAILABLE', [unavailable]],
] as const)('%s', (verdict, findings) => {
  expect(verdictOf(findings)).toBe(verdict);
});

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
