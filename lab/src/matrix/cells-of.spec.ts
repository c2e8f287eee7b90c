import { expect, test } from 'vitest';
import { goodSale } from '../../../libs/checkers/test/recorded-sale.js';
import { recorded } from '../../test/report-fixtures.js';
import type { Cell } from './cell.js';
import { cellsOf } from './cells-of.js';

const evidence = goodSale().evidence();
const one = (change: Partial<Cell>) => ({ cell: { ...recorded('fenced-paused').cell, ...change }, evidence });

test('several events of a strategy are one cell: sums, the longest times, the least availability', () => {
  const [cell, ...others] = cellsOf([
    one({ hits: 3, operations: 10, freeAgainMs: null, availability: { quiet: 1, fault: 0.5, healed: null } }),
    one({ hits: 4, operations: 20, freeAgainMs: 120, availability: { quiet: 0.9, fault: 1, healed: null } }),
  ]);
  expect(others).toEqual([]);
  expect(cell).toMatchObject({
    hits: 7,
    operations: 30,
    freeAgainMs: 120,
    verdict: 'SAFE',
    asExpected: true,
  });
  expect(cell?.availability).toEqual({ quiet: 0.9, fault: 0.5, healed: null });
  expect(cell?.winners.maxMs).toBeCloseTo(0.053);
});

test('one event that was not as expected is what the strategy is, and what its page shows', () => {
  const wrong = recorded('distributed-paused').cell;
  const { findings, findingCounts, verdict, reasons, story } = wrong;
  const bad = one({ ...{ findings, findingCounts, verdict, reasons, story }, asExpected: false, run: 'bad' });
  const [cell] = cellsOf([one({ run: 'good' }), bad, one({ run: 'good' })]);
  expect(cell).toMatchObject({ verdict: 'UNSAFE', asExpected: false, run: 'bad', findingCounts, story });
});

test('a strategy with one event is as it was', () => {
  const [first, second] = [one({ strategy: 'fenced' }), one({ strategy: 'advisory' })];
  expect(cellsOf([first, second])).toEqual([first.cell, second.cell]);
});
