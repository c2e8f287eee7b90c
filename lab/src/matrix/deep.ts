import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Cell, MatrixRun } from './cell.js';

/** What of a cell of the deep run is committed. */
export interface DeepCell extends Pick<
  Cell,
  | ('strategy' | 'verdict' | 'expected' | 'strikes' | 'hits' | 'operations' | 'ok' | 'fail')
  | ('unknown' | 'recovered' | 'soldTwice' | 'lost' | 'longestAnswerMs' | 'freeAgainMs')
> {
  /** why it is not as expected; null: it is */
  because: string | null;
}

export interface DeepResults {
  format: 'lastseat-deep/1';
  runs: (Pick<MatrixRun, 'fault' | 'commit' | 'seed' | 'strikes' | 'startedAt' | 'tookMs' | 'skipped'> & {
    cells: DeepCell[];
  })[];
}

export const deepPath = (project: string): string => join(project, 'lab', 'results', 'deep.json');

export const readDeep = (project: string): DeepResults =>
  JSON.parse(readFileSync(deepPath(project), 'utf8')) as DeepResults;

export function writeDeep(project: string, runs: readonly MatrixRun[]): void {
  const results: DeepResults = { format: 'lastseat-deep/1', runs: runs.map(compact) };
  mkdirSync(dirname(deepPath(project)), { recursive: true });
  writeFileSync(deepPath(project), `${JSON.stringify(results, null, 2)}\n`);
}

const compact = (run: MatrixRun): DeepResults['runs'][number] => {
  const { fault, commit, seed, strikes, startedAt, tookMs, skipped, cells } = run;
  return { fault, commit, seed, strikes, startedAt, tookMs, skipped, cells: cells.map(compactCell) };
};

function compactCell(cell: Cell): DeepCell {
  const { strategy, verdict, expected, strikes, hits, operations, ok, fail, unknown, recovered } = cell;
  const { soldTwice, lost, longestAnswerMs, freeAgainMs, asExpected, reasons } = cell;
  return {
    ...{ strategy, verdict, expected, strikes, hits, operations, ok, fail, unknown, recovered },
    ...{ soldTwice, lost, longestAnswerMs: Math.round(longestAnswerMs) },
    freeAgainMs: freeAgainMs === null ? null : Math.round(freeAgainMs),
    because: asExpected ? null : (reasons[0] ?? ''),
  };
}
