import { verdictOf } from '#checkers';
import { groupBy } from '../group-by.js';
import { latencyOf } from '../percentiles.js';
import type { Cell, CellRecord, PhaseName } from './cell.js';

/** A cell for each strategy: of all its events together, where it had several. */
export function cellsOf(records: readonly Pick<CellRecord, 'cell' | 'evidence'>[]): Cell[] {
  const byStrategy = groupBy(records, ({ cell }) => cell.strategy);
  return [...byStrategy.values()].map(together);
}

/** Counts are sums, times the longest, and the verdict that of the worst event. */
function together(records: readonly Pick<CellRecord, 'cell' | 'evidence'>[]): Cell {
  const cells = records.map(({ cell }) => cell);
  const worst = cells.find((cell) => !cell.asExpected) ?? cells[0];
  if (worst === undefined) throw new Error('a cell is of one event at least');
  if (cells.length === 1) return worst;
  const operations = records.flatMap(({ evidence }) => evidence.operations);
  const findings = cells.flatMap((cell) => cell.findings);
  const verdict = verdictOf(findings);
  return {
    ...worst,
    ...{ verdict, asExpected: verdict === worst.expected, findings, findingCounts: countsOf(cells) },
    reasons: [...new Set(cells.flatMap(({ reasons }) => reasons))],
    ...Object.fromEntries(SUMMED.map((field) => [field, sum(cells.map((cell) => cell[field]))])),
    ...Object.fromEntries(LONGEST.map((field) => [field, most(cells.map((cell) => cell[field]))])),
    availability: Object.fromEntries(
      PHASES.map((phase) => [phase, least(cells.map(({ availability }) => availability[phase]))]),
    ) as Cell['availability'],
    winners: latencyOf(operations.filter(({ outcome }) => outcome === 'ok')),
    losers: latencyOf(operations.filter(({ outcome }) => outcome === 'fail')),
  };
}

const PHASES: readonly PhaseName[] = ['quiet', 'fault', 'healed'];
const SUMMED = [
  ...(['strikes', 'hits', 'operations', 'ok', 'fail', 'unknown', 'recovered'] as const),
  ...(['soldTwice', 'lost'] as const),
];
const LONGEST = ['longestAnswerMs', 'freeAgainMs', 'firstYesAfterHealMs', 'countsRightMs'] as const;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
const known = (numbers: readonly (number | null)[]): number[] => numbers.filter((one) => one !== null);
const most = (numbers: readonly (number | null)[]): number | null =>
  known(numbers).length === 0 ? null : Math.max(...known(numbers));
const least = (numbers: readonly (number | null)[]): number | null =>
  known(numbers).length === 0 ? null : Math.min(...known(numbers));

function countsOf(cells: readonly Cell[]): Cell['findingCounts'] {
  const kinds = [...new Set(cells.flatMap(({ findingCounts }) => Object.keys(findingCounts)))];
  return Object.fromEntries(
    kinds.map((kind) => [kind, sum(cells.map((cell) => cell.findingCounts[kind] ?? 0))]),
  );
}
