import type { Cell, MatrixRun } from '../matrix/cell.js';
import type { MatrixColumn, MatrixRow, MatrixTable } from './matrix-table.js';
import { cellName, columnText, headlineOf, matrixTable } from './matrix-table.js';
import { COLOURS, paint } from './paint.js';
import { VERDICTS, VERDICT_WORDS, expectedWords, whyOf } from './verdict-words.js';

const TEXT_WIDTH_MOST = 120;
const CELL_WIDTH = 5;
const INDENT = '  ';
const NOT_RUN = '·';

/** The matrix for a terminal: a letter for each cell, numbers for the faults, and below what they mean. */
export function matrixText(runs: readonly MatrixRun[]): string {
  const table = matrixTable(runs);
  const nameWidth = Math.max(...table.rows.map(({ strategy }) => strategy.length), 'wrong on purpose'.length);
  const most = Math.floor((TEXT_WIDTH_MOST - INDENT.length - nameWidth) / CELL_WIDTH);
  const blocks: string[] = [];
  for (let from = 0; from < table.columns.length; from += most) {
    blocks.push(blockText(table, { from, to: Math.min(table.columns.length, from + most) }, nameWidth));
  }
  return [
    `${INDENT}${paint('bold', 'matrix')}   ${headlineOf(table)}`,
    ...blocks,
    `${legendText()}\n${columnsText(table.columns)}`,
    ...(table.differences.length === 0 ? [] : [table.differences.map(differenceText).join('\n')]),
  ].join('\n\n');
}

interface Columns {
  from: number;
  to: number;
}

function blockText({ rows }: MatrixTable, columns: Columns, nameWidth: number): string {
  const numbers = Array.from({ length: columns.to - columns.from }, (_, index) => columns.from + index + 1);
  const head = `${INDENT}${''.padEnd(nameWidth)}${numbers.map((one) => String(one).padStart(CELL_WIDTH)).join('')}`;
  const lines = (which: readonly MatrixRow[]): string[] =>
    which.map(({ strategy, cells }) => {
      const codes = cells.slice(columns.from, columns.to).map(codeText);
      return `${INDENT}${strategy.padEnd(nameWidth)}${codes.join('')}`;
    });
  const wrong = rows.filter(({ labOnly }) => labOnly);
  return [
    paint('dim', head),
    ...lines(rows.filter(({ labOnly }) => !labOnly)),
    ...(wrong.length === 0 ? [] : [paint('dim', `${INDENT}wrong on purpose`), ...lines(wrong)]),
  ].join('\n');
}

function codeText(cell: Cell | null): string {
  if (cell === null) return paint('dim', NOT_RUN.padStart(CELL_WIDTH));
  const code = VERDICT_WORDS[cell.verdict].code;
  const whole = cell.asExpected ? code : `${code}≠${VERDICT_WORDS[cell.expected].code}`;
  const blank = ''.padStart(CELL_WIDTH - whole.length);
  // a difference must be seen where there is no colour, too
  return `${blank}${paint(cell.asExpected ? COLOURS[cell.verdict] : 'inverse', whole)}`;
}

const legendText = (): string =>
  INDENT +
  [
    ...VERDICTS.map(
      (verdict) => `${paint(COLOURS[verdict], VERDICT_WORDS[verdict].code)} ${verdict.toLowerCase()}`,
    ),
    `${NOT_RUN} not run`,
    'X≠S unsafe, and safe was expected',
  ].join('   ');

/** In as many columns as fit. */
function columnsText(columns: readonly MatrixColumn[]): string {
  const texts = columns.map((column, index) => {
    const skipped = column.run.skipped === null ? '' : ` (${column.run.skipped})`;
    return `${String(index + 1).padStart(2)} ${columnText(column)}${skipped}`;
  });
  const width = Math.max(0, ...texts.map((text) => text.length)) + INDENT.length;
  const across = Math.max(1, Math.floor((TEXT_WIDTH_MOST - INDENT.length) / width));
  const down = Math.ceil(texts.length / across);
  const line = (_: unknown, row: number): string =>
    INDENT +
    texts
      .filter((_text, index) => index % down === row)
      .map((text) => text.padEnd(width))
      .join('')
      .trimEnd();
  return Array.from({ length: down }, line).join('\n');
}

const differenceText = (cell: Cell): string =>
  `${INDENT}${paint('red', `${cellName(cell)}: ${cell.verdict}, ${expectedWords(cell)}.`)} ${whyOf(cell)}`;
