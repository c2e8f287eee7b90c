import { expect, test } from 'vitest';
import { RecordedSale, goodSale } from '../test/recorded-sale.js';
import { countsAgree } from './counts-agree.js';

test('counts that follow the ledger agree, also after a double sale', () => {
  expect(countsAgree(goodSale().evidence())).toEqual([]);
  const twice = goodSale().yes('customer-4', 'A2', [3, 56], 2, 'booked').evidence();
  expect(twice.inventory).toMatchObject({ available: 0, booked: 2, liveSeats: 3 });
  expect(countsAgree(twice)).toEqual([]);
});

test.each(['capacity', 'available', 'held', 'booked', 'liveSeats'] as const)(
  '%s that drifted is found',
  (name) => {
    const { inventory, ...evidence } = goodSale().evidence();
    const drifted = { ...inventory!, [name]: inventory![name] + 1 };
    const [found] = countsAgree({ ...evidence, inventory: drifted });
    expect(found).toMatchObject({ kind: 'counts-differ', implies: 'UNSAFE' });
    expect(found?.text).toContain(
      `Inventory says ${name} ${inventory![name] + 1}, the ledger says ${inventory![name]}.`,
    );
  },
);

test('a drift between two sections is found, though the sum is right', () => {
  const { inventory, ...evidence } = goodSale().evidence();
  const counts = { ...inventory!, sections: [{ ...inventory!.sections[0]!, booked: 1, available: 1 }] };
  const texts = countsAgree({ ...evidence, inventory: counts }).map((one) => one.text);
  expect(texts).toContain('Inventory for Stalls says booked 1, the ledger says 2.');
});

test('a section that inventory does not name is found', () => {
  const { inventory, ...evidence } = goodSale().evidence();
  const texts = countsAgree({ ...evidence, inventory: { ...inventory!, sections: [] } }).map(
    (one) => one.text,
  );
  expect(texts).toEqual(['Inventory does not name the section Stalls.']);
});

test('live seats that are not the yeses are found', () => {
  const evidence = goodSale().evidence();
  const operations = evidence.operations.slice(0, 2);
  expect(countsAgree({ ...evidence, operations }).map((one) => one.text)).toEqual([
    'Inventory counts 2 live seats, but buyers were told yes for 1.',
  ]);
});

test('a lost answer counts as a yes when its claim is booked', () => {
  const evidence = goodSale().evidence();
  Object.assign(evidence.operations[2]!, { outcome: 'unknown' });
  expect(countsAgree(evidence)).toEqual([]);
});

test('no counts at all: no verdict', () => {
  const evidence = new RecordedSale().evidence({ inventory: null });
  expect(countsAgree(evidence)).toMatchObject([{ kind: 'counts-missing', implies: 'INCONCLUSIVE' }]);
});
