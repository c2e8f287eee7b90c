import type { Latency } from '../percentiles.js';
import type { RunResult } from '../result.js';
import { paint, paintVerdict } from './paint.js';

interface Column {
  title: string;
  align: 'left' | 'right';
  cell(result: RunResult): string;
}

const COLUMNS: readonly Column[] = [
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

export function tableOf(results: readonly RunResult[]): string {
  const widths = COLUMNS.map((column) =>
    Math.max(column.title.length, ...results.map((result) => column.cell(result).length)),
  );
  const line = (cells: readonly string[]): string =>
    cells.map((cell, index) => aligned(cell, COLUMNS[index]?.align, widths[index] ?? 0)).join(GAP);
  const head = paint('dim', `${GAP}${line(COLUMNS.map((column) => column.title))}${GAP}verdict`);
  const body = results.map((result) => {
    const cells = line(COLUMNS.map((column) => column.cell(result)));
    return `${GAP}${cells}${GAP}${paintVerdict(result.verdict, VERDICT_WIDTH)} ${expectedText(result)}`;
  });
  return [head, ...body].join('\n');
}

const aligned = (cell: string, align: Column['align'] | undefined, width: number): string =>
  align === 'right' ? cell.padStart(width) : cell.padEnd(width);

const expectedText = (result: RunResult): string =>
  result.asExpected ? paint('dim', 'as expected') : paint('red', `expected ${result.expected}`);
