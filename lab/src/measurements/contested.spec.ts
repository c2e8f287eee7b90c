import { expect, test } from 'vitest';
import { RecordedSale } from '../../../libs/checkers/test/recorded-sale.js';
import { contestedSales } from './contested.js';

test('contested: sold, and both buyers on their way at the same time', () => {
  const sale = new RecordedSale(4)
    .yes('customer-1', 'A1', [0, 50])
    .no('customer-2', 'A1', [1, 60])
    .yes('customer-3', 'A2', [0, 10])
    .no('customer-4', 'A2', [11, 20])
    .yes('customer-5', 'A3', [0, 10])
    .busy('customer-6', 'A4', [0, 10])
    .busy('customer-7', 'A4', [0, 10]);
  expect(contestedSales(sale.evidence())).toBe(1);
});
