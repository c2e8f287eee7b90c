import { expect, test } from 'vitest';
import { goodSale } from '../test/recorded-sale.js';
import { allOrNone } from './all-or-none.js';
import type { Evidence } from './evidence.js';

/** customer-1 wanted two seats and got both. */
function basketSale(): Evidence {
  const evidence = goodSale().evidence();
  Object.assign(evidence.operations[0]!, { seats: ['A1', 'A9'], quantity: 2 });
  const row = evidence.ledger.find((one) => one.claimId === 'claim-of-customer-1')!;
  return {
    ...evidence,
    ledger: [...evidence.ledger, { ...row, seat: 'A9' }],
    claimSeats: [...evidence.claimSeats, { claimId: 'claim-of-customer-1', seat: 'A9', live: true }],
  };
}

test('all of the seats, or none of them', () => {
  expect(allOrNone(goodSale().evidence())).toEqual([]);
  expect(allOrNone(basketSale())).toEqual([]);
});

test.each([
  ['ledger', 'the ledger'],
  ['claimSeats', 'claim_seats'],
] as const)('a yes that has a part of its seats in %s', (rows, place) => {
  const evidence = basketSale();
  const found = allOrNone({ ...evidence, [rows]: evidence[rows].filter((row) => row.seat !== 'A9') });
  expect(found).toMatchObject([{ kind: 'partial-claim', implies: 'UNSAFE' }]);
  expect(found[0]?.text).toBe(`customer-1 was told yes for A1, A9, but has A1 in ${place}.`);
});

test('a no that has a seat', () => {
  const evidence = goodSale().evidence();
  const claimSeats = [...evidence.claimSeats, { claimId: 'claim-of-customer-2', seat: 'A2', live: true }];
  expect(allOrNone({ ...evidence, claimSeats }).map((one) => one.text)).toEqual([
    'customer-2 was told no for A1, but has A2 in claim_seats.',
  ]);
});

test('whoever was told nothing may have all or none, and no part', () => {
  const evidence = basketSale();
  Object.assign(evidence.operations[0]!, { outcome: 'unknown' });
  expect(allOrNone(evidence)).toEqual([]);
  const mine = (row: { claimId: string | null }): boolean => row.claimId === 'claim-of-customer-1';
  const ledger = evidence.ledger.filter((row) => !mine(row));
  const claimSeats = evidence.claimSeats.filter((row) => !mine(row));
  expect(allOrNone({ ...evidence, ledger, claimSeats })).toEqual([]);
  const part = { ...evidence, claimSeats: evidence.claimSeats.filter((row) => row.seat !== 'A1') };
  expect(allOrNone(part).map((one) => one.text)).toEqual([
    'customer-1 was told nothing for A1, A9, but has A9 in claim_seats.',
  ]);
});

test('any so many: the number decides', () => {
  const evidence = basketSale();
  Object.assign(evidence.operations[0]!, { seats: [] });
  expect(allOrNone(evidence)).toEqual([]);
  Object.assign(evidence.operations[0]!, { quantity: 3 });
  expect(allOrNone(evidence).map((one) => one.text)[0]).toBe(
    'customer-1 was told yes for any 3 seats, but has A1, A9 in the ledger.',
  );
});
