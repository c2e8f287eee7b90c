import type { Latency } from '../percentiles.js';
import type { RunResult } from '../result.js';
import { paint, paintVerdict } from './paint.js';

export interface Column<Row> {
  title: string;
  align: 'left' | 'right';
  cell(row: Row): string;
}

const COLUMNS: readonly Column<RunResult>[] = [
  { title: 'strategy', align: 'left', cell: (result) => result.strategy },
  { title: 'guarantee', align: 'left', cell: (result) => result.guarantee.replace('-', ' ') },
  { title: 'replicas', align: 'right', cell: (result) => String(result.replicas) },
  { title: 'attempts', align: 'right', cell: (result) => String(result.attempts) },
  { title: 'booked', align: 'right', cell: (result) => String(result.booked) },
  { title: 'refused', align: 'right', cell: (result) => String(result.refused) },
  { title: 'sold twice', align: 'right', cell: (result) => String(result.soldTwice) },
  { title: 'winners p50/p95', align: 'right', cell: (result) => latencyText(result.winners) },
  { title: 'losers p50/p95', align: 'right', cell: (result) => latencyText(result.losers) },
  { title: 'inventory', align: 'left', cell: (result) => result.inventory },
];
const GAP = '  ';
const VERDICT_WIDTH = 'INCONCLUSIVE'.length;

const latencyText = ({ p50Ms, p95Ms }: Latency): string =>
  p50Ms === null || p95Ms === null ? '–' : `${p50Ms.toFixed(0)} / ${p95Ms.toFixed(0)} ms`;

export const tableOf = (results: readonly RunResult[]): string =>
  textTable(COLUMNS, results, 'verdict', (result) => {
    return `${paintVerdict(result.verdict, VERDICT_WIDTH)} ${expectedText(result)}`;
  });

/** Columns below their titles, and a last one that may be painted. */
export function textTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  lastTitle: string,
  last: (row: Row) => string,
): string {
  const widths = columns.map((column) =>
    Math.max(column.title.length, ...rows.map((row) => column.cell(row).length)),
  );
  const line = (cells: readonly string[]): string =>
    cells.map((cell, index) => aligned(cell, columns[index]?.align, widths[index] ?? 0)).join(GAP);
  const head = paint('dim', `${GAP}${line(columns.map((column) => column.title))}${GAP}${lastTitle}`);
  const body = rows.map(
    (row) => `${GAP}${line(columns.map((column) => column.cell(row)))}${GAP}${last(row)}`,
  );
  return [head, ...body].join('\n');
}

const aligned = (cell: string, align: 'left' | 'right' | undefined, width: number): string =>
  align === 'right' ? cell.padStart(width) : cell.padEnd(width);

const expectedText = (result: RunResult): string =>
  result.asExpected ? paint('dim', 'as expected') : paint('red', `expected ${result.expected}`);
