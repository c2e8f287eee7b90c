import { expect, test } from 'vitest';
import { RecordedSale, goodSale } from '../test/recorded-sale.js';
import { soldOnce } from './sold-once.js';

test('a valid sale is not accused', () => {
  expect(soldOnce(goodSale().evidence())).toEqual([]);
});

test('a second live claim with no release between is a double sale', () => {
  const sale = new RecordedSale()
    .yes('customer-1', 'A1', [0, 50])
    .yes('customer-2', 'A1', [1, 51], 2, 'booked')
    .yes('customer-3', 'A1', [2, 52], 3, 'booked');
  const found = soldOnce(sale.evidence());
  expect(found.map((one) => one.kind)).toEqual(['double-sale', 'double-sale']);
  expect(found[0]).toMatchObject({
    implies: 'UNSAFE',
    seat: 'A1',
    claims: ['claim-of-customer-1', 'claim-of-customer-2'],
  });
});

test('a release between two claims makes it two sales', () => {
  const sale = new RecordedSale()
    .yes('customer-1', 'A1', [0, 50])
    .release('customer-1', 'A1', 2)
    .yes('customer-2', 'A1', [60, 90], 3);
  expect(soldOnce(sale.evidence())).toEqual([]);
});

test('a release by somebody else frees nothing', () => {
  const sale = new RecordedSale()
    .yes('customer-1', 'A1', [0, 50])
    .release('customer-9', 'A1', 2)
    .yes('customer-2', 'A1', [60, 90], 3);
  expect(soldOnce(sale.evidence()).map((one) => one.kind)).toEqual(['double-sale']);
});

test.each([
  ['a missing version', 3, 'A1 has no version 2 in the ledger.'],
  ['a version twice', 1, 'A1 has version 1 twice in the ledger.'],
])('%s is a broken ledger', (_, version, text) => {
  const sale = new RecordedSale()
    .yes('customer-1', 'A1', [0, 50])
    .yes('customer-2', 'A1', [1, 51], version, 'booked');
  expect(soldOnce(sale.evidence())).toContainEqual(expect.objectContaining({ kind: 'broken-ledger', text }));
});

test('a row that starts where the seat was not is a broken ledger', () => {
  const sale = new RecordedSale()
    .yes('customer-1', 'A1', [0, 50])
    .yes('customer-2', 'A1', [1, 51], 2, 'available');
  expect(soldOnce(sale.evidence()).map((one) => one.kind)).toEqual(['broken-ledger', 'double-sale']);
});

test('a first version above 1 is a broken ledger', () => {
  const sale = new RecordedSale().yes('customer-1', 'A1', [0, 50], 2);
  expect(soldOnce(sale.evidence()).map((one) => one.text)).toEqual(['A1 has no version 1 in the ledger.']);
});

test('versions give the order, and the ledger has to have it too', () => {
  const evidence = new RecordedSale()
    .yes('customer-1', 'A1', [0, 50])
    .release('customer-1', 'A1', 2)
    .yes('customer-2', 'A1', [60, 90], 3)
    .evidence();
  expect(soldOnce({ ...evidence, ledger: evidence.ledger.toReversed() })).toMatchObject([
    { kind: 'broken-ledger', text: 'A1 has version 3 in the ledger before version 2.' },
    { kind: 'broken-ledger', text: 'A1 has version 2 in the ledger before version 1.' },
  ]);
});
