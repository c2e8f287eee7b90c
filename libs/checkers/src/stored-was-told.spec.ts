import { expect, test } from 'vitest';
import { RecordedSale, goodSale } from '../test/recorded-sale.js';
import { storedWasTold } from './stored-was-told.js';

const kindsIn = (evidence: Parameters<typeof storedWasTold>[0]): string[] =>
  storedWasTold(evidence).map((one) => one.kind);

test('a valid sale is not accused', () => {
  expect(storedWasTold(goodSale().evidence())).toEqual([]);
  const released = goodSale().release('customer-1', 'A1', 2).yes('customer-4', 'A1', [70, 80], 3);
  expect(kindsIn(released.evidence())).toEqual([]);
});

test('a sale to a buyer who was told no is a phantom write', () => {
  const evidence = goodSale().evidence();
  Object.assign(evidence.operations[2]!, { outcome: 'fail' });
  const found = storedWasTold(evidence);
  expect(found.map((one) => one.kind)).toEqual(['phantom-write']);
  expect(found[0]?.text).toBe('customer-3 was told no, but the claim is booked and the ledger sold A2.');
});

test('a refused claim that sold a seat is a phantom write', () => {
  const evidence = goodSale().evidence();
  const claims = evidence.claims.map((one) =>
    one.customer === 'customer-3' ? { ...one, status: 'refused' } : one,
  );
  Object.assign(evidence.operations[2]!, { outcome: 'fail' });
  expect(kindsIn({ ...evidence, claims })).toEqual(['phantom-write']);
});

test('a claim whose answer was lost is no phantom', () => {
  const evidence = goodSale().evidence();
  Object.assign(evidence.operations[2]!, { outcome: 'unknown' });
  expect(kindsIn(evidence)).toEqual([]);
});

test('a claim that nobody sent is unexpected', () => {
  const evidence = goodSale().evidence();
  expect(kindsIn({ ...evidence, operations: evidence.operations.slice(0, 2) })).toEqual(['unexpected-write']);
});

test('a ledger row without a claim is unexpected', () => {
  const evidence = goodSale().evidence();
  expect(kindsIn({ ...evidence, claims: evidence.claims.slice(0, 2) })).toEqual(['unexpected-write']);
});

test('a booked claim without a ledger row, and live seats without one, disagree', () => {
  const evidence = goodSale().evidence();
  const ledger = evidence.ledger.filter((row) => row.claimId !== 'claim-of-customer-3');
  expect(kindsIn({ ...evidence, ledger })).toEqual(['records-disagree', 'records-disagree']);
});

test('a live seat that the ledger gave back disagrees', () => {
  const evidence = goodSale().release('customer-1', 'A1', 2).evidence();
  const claimSeats = evidence.claimSeats.map((row) => ({ ...row, live: true }));
  const found = storedWasTold({ ...evidence, claimSeats });
  expect(found.at(-1)?.text).toBe(
    'A1: the ledger and the live claims disagree about claim claim-of-customer-1.',
  );
});

test('labels of a quota may have spaces', () => {
  const evidence = new RecordedSale()
    .yes('customer-1', 'Standing area-3', [0, 9])
    .evidence({ claimSeats: [] });
  expect(storedWasTold(evidence)[0]).toMatchObject({
    seat: 'Standing area-3',
    claims: ['claim-of-customer-1'],
  });
});
