import { expect, test } from 'vitest';
import { finding } from './finding.js';
import { verdictOf } from './verdict.js';

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
