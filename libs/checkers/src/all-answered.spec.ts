import { expect, test } from 'vitest';
import { RecordedSale, goodSale } from '../test/recorded-sale.js';
import { allAnswered } from './all-answered.js';

test('a valid sale is not accused', () => {
  expect(allAnswered(goodSale().evidence())).toEqual([]);
});

test('"taken" for a seat that was never sold is spurious, and said once', () => {
  const sale = new RecordedSale().no('customer-1', 'A1', [0, 9]).no('customer-2', 'A1', [1, 9]);
  const found = allAnswered(sale.evidence());
  expect(found.map((one) => one.kind)).toEqual(['spurious-refusal', 'spurious-refusal']);
  expect(found[0]).toMatchObject({ implies: 'UNAVAILABLE', seat: 'A1' });
});

test('"taken" at a version that the seat never had is spurious', () => {
  const sale = goodSale().no('customer-4', 'A1', [3, 70], 2);
  expect(allAnswered(sale.evidence()).map((one) => one.kind)).toEqual(['spurious-refusal']);
});

test('"taken" before anybody had asked for the seat is spurious, though it was sold later', () => {
  const sale = new RecordedSale().no('customer-1', 'A1', [0, 9]).yes('customer-2', 'A1', [20, 60]);
  expect(allAnswered(sale.evidence()).map((one) => one.kind)).toEqual(['spurious-refusal']);
});

test('"taken" at a version that made the seat free is spurious', () => {
  const sale = goodSale().release('customer-1', 'A1', 2).no('customer-4', 'A1', [80, 90], 2);
  expect(allAnswered(sale.evidence()).map((one) => one.kind)).toEqual(['spurious-refusal']);
});

test('a seat wanted and unsold because claims were refused as unavailable', () => {
  const sale = goodSale().busy('customer-4', 'A3', [0, 10_000]).busy('customer-5', 'A3', [0, 10_000]);
  expect(allAnswered(sale.evidence())).toMatchObject([
    { kind: 'unsold', implies: 'UNAVAILABLE', text: 'A3 stayed unsold although 2 wanted it: unavailable.' },
  ]);
});

test('a seat unsold because every request was malformed says nothing about the strategy', () => {
  const evidence = goodSale().no('customer-4', 'Z9', [0, 9]).evidence();
  evidence.operations.at(-1)!.answers[0]!.code = 'unknown-seat';
  expect(allAnswered(evidence)).toMatchObject([{ kind: 'unsold', implies: 'INCONCLUSIVE', seat: 'Z9' }]);
});
