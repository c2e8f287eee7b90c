import { expect, test } from 'vitest';
import type { LedgerRow } from '#checkers';
import { sideBySide } from './side-by-side.js';

const row = (readAtUs: number | null, writtenAtUs: number): LedgerRow => ({
  ...{ section: 'Stalls', seat: 'A1', claimId: 'c', from: 'available', to: 'booked', seats: 1, liveDelta: 1 },
  ...{ version: 1, readVersion: 0, readAtUs, writtenAtUs },
});

test.each([
  ['one after another, and in the same µs', [row(0, 10), row(10, 20), row(20, 30)], 1],
  ['two of three at one moment', [row(0, 10), row(5, 15), row(12, 30)], 2],
  ['all within the first', [row(0, 100), row(10, 20), row(11, 19), row(30, 40)], 3],
  ['the birth of a section, which nobody read', [row(null, 5), row(0, 10)], 1],
])('%s', (_, rows, most) => {
  expect(sideBySide(rows)).toBe(most);
  expect(sideBySide(rows.toReversed())).toBe(most);
});
