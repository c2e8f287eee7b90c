import type { Verdict } from '#checkers';
import type { Cell } from '../matrix/cell.js';

interface Words {
  /** in a table of the terminal */
  code: string;
  /** never colour alone */
  symbol: string;
  /** in a narrow cell */
  short: string;
  means: string;
}

export const VERDICT_WORDS: Readonly<Record<Verdict, Words>> = {
  SAFE: { code: 'S', symbol: '✓', short: 'safe', means: 'nothing was sold twice, lost or made up' },
  UNSAFE: { code: 'X', symbol: '✕', short: 'UNSAFE', means: 'a seat was sold twice, or a yes was not true' },
  UNAVAILABLE: {
    code: 'U',
    symbol: '◐',
    short: 'unavail.',
    means: 'nothing wrong was said, but too often no',
  },
  INCONCLUSIVE: {
    code: '?',
    symbol: '?',
    short: 'unclear',
    means: 'nothing was hit, or too little is known',
  },
};
export const VERDICTS = Object.keys(VERDICT_WORDS) as Verdict[];

/** What a reader wants to know first, in one sentence. */
export function whyOf(cell: Cell): string {
  if (cell.reasons[0] !== undefined) return cell.reasons[0];
  const checked = `${cell.operations} ${cell.operations === 1 ? 'operation' : 'operations'} checked`;
  const hits = cell.hits === 0 ? '' : ` under ${timesOf(cell.hits, 'hit')}`;
  return `${checked}${hits}: ${VERDICT_WORDS[cell.verdict].means}.`;
}

export const timesOf = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

export const expectedWords = ({ asExpected, expected }: Pick<Cell, 'asExpected' | 'expected'>): string =>
  asExpected ? 'as expected' : `expected ${expected}`;

/** Where a cell was measured, as far as it is not the usual: 3 replicas and no guard. */
export const placeOf = ({ replicas, guard }: Pick<Cell, 'replicas' | 'guard'>): string =>
  [timesOf(replicas, 'replica'), guard ? 'guard on' : 'guard off'].join(', ');

const DIGITS_UNDER_MS = 10;
export function msText(ms: number | null): string {
  if (ms === null) return '–';
  return `${ms.toFixed(ms < DIGITS_UNDER_MS ? 1 : 0)} ms`;
}

export const shareText = (share: number | null): string =>
  // 99.96 % is not 100 %
  share === null ? '–' : `${(Math.floor(share * 1_000) / 10).toString()} %`;
