import { expect, test } from 'vitest';
import { RecordedSale } from '../test/recorded-sale.js';
import { customerLimitKept } from './customer-limit-kept.js';
import type { Evidence } from './evidence.js';

/** customer-1 has A1 and A2 by two claims, and was refused A3. */
function sale(maxPerCustomer: number | null): Evidence {
  const evidence = new RecordedSale(3)
    .yes('customer-1', 'A1', [0, 50])
    .yes('customer-2', 'A2', [1, 50])
    .no('customer-3', 'A3', [2, 60])
    .evidence({ maxPerCustomer });
  for (const row of [...evidence.claims, ...evidence.operations]) row.customer = 'customer-1';
  evidence.operations[2]!.answers[0]!.code = 'customer-limit';
  return evidence;
}

test('at the limit, and refused beyond it: nothing is wrong', () => {
  expect(customerLimitKept(sale(2))).toEqual([]);
});

test('without a limit nobody is accused', () => {
  expect(customerLimitKept(sale(null))).toEqual([]);
});

test('more live seats than a customer may have', () => {
  const [found] = customerLimitKept(sale(1));
  expect(found).toMatchObject({ kind: 'limit-exceeded', implies: 'UNSAFE' });
  expect(found?.text).toBe('customer-1 has 2 live seats; 1 are allowed.');
});

test('a seat that was given back does not count', () => {
  const evidence = sale(1);
  Object.assign(evidence.claimSeats[0]!, { live: false });
  expect(customerLimitKept(evidence)).toEqual([]);
});

test('refused although there was room', () => {
  expect(customerLimitKept(sale(3))).toMatchObject([
    {
      kind: 'spurious-refusal',
      implies: 'UNAVAILABLE',
      text: 'customer-1 was refused 1 more at 2 of 3 seats.',
    },
  ]);
});
