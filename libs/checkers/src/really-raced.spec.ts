import { expect, test } from 'vitest';
import { RecordedSale, goodSale } from '../test/recorded-sale.js';
import { reallyRaced } from './really-raced.js';

test('a race that was one is not accused', () => {
  expect(reallyRaced(goodSale().evidence())).toEqual([]);
});

test.each([1, 2, 3, 4])('%i replicas claimed, 2 answered', (replicas) => {
  const evidence = goodSale().evidence({ claimed: { replicas, strategy: 'mutex', policyVersion: 1 } });
  evidence.operations[1]!.answers[0]!.answeredBy = 'booking-2';
  const texts = reallyRaced(evidence).map((one) => one.text);
  const text = `${replicas} replicas were claimed, 2 (booking-1, booking-2) answered.`;
  expect(texts).toEqual(replicas === 2 ? [] : [text]);
});

test('nobody collided: buyers of one seat came one after the other', () => {
  const sale = new RecordedSale()
    .yes('customer-1', 'A1', [0, 10])
    .yes('customer-2', 'A2', [5, 12])
    .no('customer-3', 'A1', [11, 20]);
  expect(reallyRaced(sale.evidence())).toMatchObject([{ kind: 'no-collision', implies: 'INCONCLUSIVE' }]);
});

test('a collision with a buyer who came long before the last one is seen', () => {
  const sale = new RecordedSale()
    .yes('customer-1', 'A1', [0, 100])
    .no('customer-2', 'A2', [1, 3])
    .no('customer-3', 'A1', [50, 60]);
  expect(reallyRaced(sale.evidence())).toEqual([]);
});

test.each([
  [{ strategy: 'none' }, 'none (policy version 1)'],
  [{ policyVersion: 2 }, 'mutex (policy version 2)'],
])('an answer under another policy, %o', (change, name) => {
  const evidence = goodSale().evidence();
  Object.assign(evidence.operations[2]!.answers[0]!, change);
  expect(reallyRaced(evidence).map((one) => one.text)).toEqual([
    `mutex (policy version 1) was asked for, but answers came from ${name}.`,
  ]);
});

test("answers of nginx's own name no replica and no strategy, and are no witness of another", () => {
  const evidence = goodSale().evidence();
  Object.assign(evidence.operations[2]!.answers[0]!, {
    answeredBy: null,
    strategy: null,
    policyVersion: null,
  });
  expect(reallyRaced(evidence)).toEqual([]);
});

test('requests of which nobody knows what became', () => {
  const sale = goodSale().lost('customer-4', 'A1', [3, 99]);
  const pending = { claimId: 'c', customer: 'customer-4', key: 'key-of-customer-4', replica: 'booking-1' };
  const evidence = sale.evidence();
  const withRow = (status: string) => ({ ...evidence, claims: [...evidence.claims, { ...pending, status }] });
  expect(reallyRaced(withRow('pending')).map((one) => one.kind)).toEqual(['unresolved']);
  expect(reallyRaced(withRow('refused'))).toEqual([]);
  expect(reallyRaced(withRow('booked'))).toEqual([]);
  expect(reallyRaced(evidence)).toEqual([]);
});

test('buyers of any seats collide with each other; claims of one customer when he may have so many', () => {
  const sale = new RecordedSale().yes('customer-1', 'A1', [0, 10]).yes('customer-2', 'A2', [5, 12]);
  expect(reallyRaced(sale.evidence()).map((one) => one.kind)).toEqual(['no-collision']);
  const any = sale.evidence();
  for (const operation of any.operations) Object.assign(operation, { seats: [] });
  expect(reallyRaced(any)).toEqual([]);
  const customer = new RecordedSale().yes('customer-1', 'A1', [0, 10]).yes('customer-2', 'A2', [5, 12]);
  const limited = customer.evidence({ maxPerCustomer: 1 });
  for (const row of [...limited.operations, ...limited.claims]) row.customer = 'customer-1';
  expect(reallyRaced(limited)).toEqual([]);
  expect(reallyRaced({ ...limited, maxPerCustomer: null })).toHaveLength(1);
});
