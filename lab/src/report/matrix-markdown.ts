import type { Cell, MatrixRun } from '../matrix/cell.js';
import type { MatrixRow } from './matrix-table.js';
import { cellAnchor, cellName, columnText, exampleLine, headlineOf, matrixTable } from './matrix-table.js';
import { VERDICTS, VERDICT_WORDS, expectedWords } from './verdict-words.js';

/** For docs/matrix.md and the README: the table, and below it a line for each UNSAFE, which its cell links to. */
export function matrixMarkdown(runs: readonly MatrixRun[]): string {
  const table = matrixTable(runs);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const head = ['strategy', ...table.columns.map(columnText)];
  const unsafe = table.rows.flatMap(({ cells }) => cells.filter((cell) => cell?.verdict === 'UNSAFE'));
  const skipped = table.columns.filter(({ run }) => run.skipped !== null);
  const parts = [
    headlineOf(table),
    [
      line(head.map(escaped)),
      `|${head.map((_, index) => (index === 0 ? '---' : ':-:')).join('|')}|`,
      ...table.rows.map((row) => line(rowCells(row))),
    ].join('\n'),
    VERDICTS.map((verdict) => `${shownWord(verdict)}: ${VERDICT_WORDS[verdict].means}`).join(' · '),
    ...skipped.map(
      (column) => `Not run: ${escaped(columnText(column))}. ${escaped(column.run.skipped ?? '')}`,
    ),
    unsafe.flatMap((cell) => (cell === null ? [] : [exampleItem(cell)])).join('\n'),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const rowCells = ({ strategy, labOnly, cells }: MatrixRow): string[] => [
  labOnly ? `*${strategy}*` : strategy,
  ...cells.map(cellText),
];

const shownWord = (verdict: Cell['verdict']): string =>
  verdict === 'UNSAFE' ? '**UNSAFE**' : VERDICT_WORDS[verdict].short;

function cellText(cell: Cell | null): string {
  if (cell === null) return '–';
  const word = shownWord(cell.verdict);
  const linked = cell.verdict === 'UNSAFE' ? `[${word}](#${cellAnchor(cell)})` : word;
  return cell.asExpected ? linked : `${linked} ≠ ${expectedWords(cell)}`;
}

const exampleItem = (cell: Cell): string =>
  `- <a id="${cellAnchor(cell)}"></a>**${escaped(cellName(cell))}**: ${escaped(exampleLine(cell))}`;

/** A bar would end a cell of the table, and a tag would be one. */
const escaped = (text: string): string =>
  text
    .replaceAll('|', String.raw`\|`)
    .replaceAll('<', '&lt;')
    .replaceAll('\n', ' ');
