import type { Verdict } from '#checkers';
import type { Cell, MatrixRun } from '../matrix/cell.js';
import { isLife } from '../matrix/life/life-row.js';
import type { Story } from '../story.js';
import { VERDICTS, timesOf } from './verdict-words.js';

export interface MatrixColumn {
  run: MatrixRun;
  fault: string;
  /** what is not the usual about it: one replica, or the guard on */
  where: string | null;
}

export interface MatrixRow {
  strategy: string;
  labOnly: boolean;
  /** one for each column; null: that run has none of this strategy */
  cells: (Cell | null)[];
}

export interface MatrixTable {
  columns: MatrixColumn[];
  /** in order of the registry, wrong variants last */
  rows: MatrixRow[];
  cells: Cell[];
  differences: Cell[];
  counts: Record<Verdict, number>;
}

const USUAL_REPLICAS = 3;
const faultName = (fault: string): string => (fault === 'none' ? 'no fault' : fault);
const where = ({ replicas, guard }: { replicas: number; guard: boolean }): string | null =>
  [
    ...(replicas === USUAL_REPLICAS ? [] : [timesOf(replicas, 'replica')]),
    ...(guard ? ['guard on'] : []),
  ].join(', ') || null;

/** Strategies × faults: what every table of the matrix is made of. */
export function matrixTable(runs: readonly MatrixRun[]): MatrixTable {
  const cells = runs.flatMap((run) => run.cells);
  const strategies = new Map(cells.map(({ strategy, labOnly }) => [strategy, labOnly]));
  const rows = [...strategies].map(([strategy, labOnly]) => ({
    ...{ strategy, labOnly },
    cells: runs.map((run) => run.cells.find((cell) => cell.strategy === strategy) ?? null),
  }));
  return {
    columns: runs.map((run) => ({ run, fault: faultName(run.fault), where: where(run) })),
    rows: rows.toSorted((one, other) => Number(one.labOnly) - Number(other.labOnly)),
    cells,
    differences: cells.filter((cell) => !cell.asExpected),
    counts: countsOf(cells),
  };
}

function countsOf(cells: readonly Cell[]): Record<Verdict, number> {
  const counts = { SAFE: 0, UNSAFE: 0, UNAVAILABLE: 0, INCONCLUSIVE: 0 };
  for (const verdict of VERDICTS) counts[verdict] = cells.filter((cell) => cell.verdict === verdict).length;
  return counts;
}

export function headlineOf({ columns, rows, cells, differences }: MatrixTable): string {
  const strategies = rows.filter(({ strategy }) => !isLife({ key: strategy })).length;
  const life = strategies === rows.length ? [] : ['the life of a claim'];
  const word = strategies === 1 ? 'strategy' : 'strategies';
  const named = strategies === 0 ? [] : [`${strategies} ${word}`];
  const what = [...named, ...life].join(' and ');
  const size = `${what} in ${timesOf(columns.length, 'run')}: ${timesOf(cells.length, 'cell')}`;
  if (cells.length === 0) return `${size}.`;
  if (differences.length === 0) return `${size}, all as expected.`;
  return `${size}, ${differences.length} not as expected.`;
}

export const columnText = ({ fault, where: place }: Pick<MatrixColumn, 'fault' | 'where'>): string =>
  place === null ? fault : `${fault}, ${place}`;

export const cellName = (cell: Cell): string =>
  `${cell.strategy}, ${columnText({ fault: faultName(cell.fault), where: where(cell) })}`;

/** Where a cell is in a page of many; nothing in it ends a link. */
export const cellAnchor = ({ verdict, strategy, fault, replicas, guard }: Cell): string =>
  [verdict.toLowerCase(), strategy, fault, replicas, ...(guard ? ['guard'] : [])]
    .join('-')
    .replaceAll(/[^\w-]+/g, '-');

/** A counterexample on one line, or the first reason where no story is told. */
export function exampleLine(cell: Cell): string {
  if (cell.story === null) return cell.reasons[0] ?? '';
  const { seat, steps } = cell.story;
  return `${seat}: ${steps.map(stepWords).join('; ')}.`;
}

const stepWords = ({ atMs, customer, replica, does }: Story['steps'][number]): string =>
  `at ${atMs.toFixed(0)} ms ${customer} (${replica}) ${does}`;
