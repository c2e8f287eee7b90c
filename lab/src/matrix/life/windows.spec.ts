import { expect, test } from 'vitest';
import { faultNamed } from '../../faults.js';
import { windowOf } from './windows.js';

test.each([
  ['kill-at-commit', 'sweep', 'before-commit'],
  ['postgres-crashed', 'pay', 'before-commit'],
  ['kill-replica', 'sweep', 'after-decide'],
  ['stop-replica', 'give-back', 'after-decide'],
  ['stop-replica', 'confirm', 'before-commit'],
  ['cut-from-postgres', 'confirm', 'before-commit'],
  ['pause-holder', 'confirm', 'before-decide'],
  ['replica-clock-ahead', 'sweep', 'before-decide'],
] as const)('under %s, %s stands %s', (fault, change, step) => {
  expect(windowOf(faultNamed(fault), change)).toBe(step);
});
