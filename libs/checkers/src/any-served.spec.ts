import { expect, test } from 'vitest';
import { RecordedSale } from '../test/recorded-sale.js';
import { anyServed } from './any-served.js';
import type { Evidence } from './evidence.js';

/** Of `capacity` seats one is sold; customer-2 wanted any `quantity` and was told no. */
function sale(capacity: number, quantity: number, code = 'sold-out'): Evidence {
  const evidence = new RecordedSale(capacity)
    .yes('customer-1', 'A1', [0, 50])
    .no('customer-2', '', [1, 60])
    .evidence();
  for (const operation of evidence.operations) Object.assign(operation, { seats: [], quantity });
  evidence.operations[1]!.answers[0]!.code = code;
  return evidence;
}

test('sold out: fewer were free than he wanted', () => {
  expect(anyServed(sale(2, 2))).toEqual([]);
});

test('told that it is sold out while there was room', () => {
  expect(anyServed(sale(3, 2))).toMatchObject([
    {
      kind: 'spurious-refusal',
      implies: 'UNAVAILABLE',
      text: 'customer-2 got no 2 seats (sold-out); Stalls has 2 free.',
    },
  ]);
});

test('given up as contended while there was room', () => {
  const evidence = sale(3, 2, 'seat-contended');
  evidence.operations[1]!.answers[0]!.kind = 'retry';
  expect(anyServed(evidence)).toMatchObject([{ kind: 'unsold', implies: 'UNAVAILABLE' }]);
});

test('refused for good by some rule: no verdict', () => {
  expect(anyServed(sale(3, 2, 'invalid-request'))).toMatchObject([
    { kind: 'unsold', implies: 'INCONCLUSIVE' },
  ]);
});

test('refused by the limit: a seat that is free is no argument', () => {
  expect(anyServed(sale(3, 2, 'customer-limit'))).toEqual([]);
});

test('buyers who named their seats are judged elsewhere', () => {
  const evidence = sale(3, 1);
  Object.assign(evidence.operations[1]!, { seats: ['A1'] });
  expect(anyServed(evidence)).toEqual([]);
});
