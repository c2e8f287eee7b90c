import type { RunResult } from '../result.js';
import { paint } from './paint.js';
import { runText, whyText } from './run-text.js';
import { tableOf } from './table.js';

export interface JudgedRun {
  result: RunResult;
  /** which of the sales of one run of k6 */
  sale: string;
  history: string;
}

/** One run in full; several as a table, and why those are what they are that were not expected to be. */
export function judgedText(runs: readonly JudgedRun[]): string {
  const [only, ...others] = runs;
  if (only !== undefined && others.length === 0) return runText(only.result, only.history);
  const surprises = runs.filter(({ result }) => !result.asExpected);
  return [
    tableOf(runs.map(({ result }) => result)),
    ...surprises.flatMap(({ result, sale }) => [`  ${paint('bold', sale)}`, ...whyText(result)]),
    runs.map(({ history, sale }) => paint('dim', `  ${sale}: ${history}`)).join('\n'),
  ].join('\n\n');
}
