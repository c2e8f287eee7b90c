import { expect, test } from 'vitest';
import { goodSale } from '../test/recorded-sale.js';
import { ackedIsStored } from './acked-is-stored.js';

test('a valid sale is not accused', () => {
  expect(ackedIsStored(goodSale().evidence())).toEqual([]);
});

test('a yes without its ledger row is a lost acknowledgement', () => {
  const evidence = goodSale().evidence();
  const ledger = evidence.ledger.filter((row) => row.claimId !== 'claim-of-customer-3');
  const found = ackedIsStored({ ...evidence, ledger });
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ kind: 'lost-acknowledgement', implies: 'UNSAFE', seat: 'A2' });
});

test('a yes without its claims row is a lost acknowledgement', () => {
  const evidence = goodSale().evidence();
  const claims = evidence.claims.filter((claim) => claim.customer !== 'customer-3');
  expect(ackedIsStored({ ...evidence, claims }).map((one) => one.kind)).toEqual(['lost-acknowledgement']);
});

test('a yes for another version than the ledger has is a lost acknowledgement', () => {
  const evidence = goodSale().evidence();
  evidence.operations[0]!.answers[0]!.seats[0]!.version = 7;
  const [found] = ackedIsStored(evidence);
  expect(found?.text).toBe('customer-1 was told yes for A1, but the ledger has no version 7 by this claim.');
});

test('a yes that does not name the seat that was asked for is a lost acknowledgement', () => {
  const evidence = goodSale().evidence();
  evidence.operations[0]!.answers[0]!.seats = [];
  expect(ackedIsStored(evidence).map((one) => one.text)).toEqual([
    'customer-1 was told yes for A1, but the answer does not name the seat.',
  ]);
});

test("a yes with somebody else's claim is a lost acknowledgement", () => {
  const evidence = goodSale().evidence();
  evidence.operations[0]!.answers[0]!.claimId = 'claim-of-customer-3';
  expect(ackedIsStored(evidence).map((one) => one.text)).toContain(
    'customer-1 was told yes for A1, but the claims table has no such claim.',
  );
});

test('any so many: each seat of the answer has its row, and there are as many as were wanted', () => {
  const evidence = goodSale().evidence();
  Object.assign(evidence.operations[0]!, { seats: [] });
  expect(ackedIsStored({ ...evidence })).toEqual([]);
  Object.assign(evidence.operations[0]!, { quantity: 2 });
  expect(ackedIsStored({ ...evidence }).map((one) => one.text)).toEqual([
    'customer-1 was told yes for any seats, but the answer names 1 of 2 seats.',
  ]);
  evidence.operations[0]!.answers[0]!.seats.push({ label: 'A2', version: 1, status: 'booked' });
  expect(ackedIsStored({ ...evidence }).map((one) => one.text)).toEqual([
    'customer-1 was told yes for A2, but the ledger has no version 1 by this claim.',
  ]);
});
