import { groupBy } from '../group-by.js';
import type { ProofCell } from '../proof.js';
import { asExpectedIn, nameOf, verdictsText } from '../proof.js';
import type { RunResult } from '../result.js';
import type { Stack } from '../stack.js';
import { paint } from './paint.js';
import { storyText } from './story-text.js';
import type { Column } from './table.js';
import { tableOf, textTable } from './table.js';

const FAVOURITE_STORY = 'mutex';
const NAMES: Readonly<Record<string, string>> = { postgres: 'PostgreSQL', nats: 'NATS', nginx: 'nginx' };

/**
 * The whole proof: what ran, a table without faults and one with each, what was not as expected, one story, and the
 * sentence if the first table proves it.
 */
export function proofText(cells: readonly ProofCell[], stack: Stack): string {
  const ordered = inRegistryOrder(cells);
  const parts = [headline(stack)];
  for (const [fault, ofFault] of groupBy(ordered, (cell) => cell.fault)) {
    if (fault !== null) parts.push(`  ${paint('bold', `With ${fault}`)}`);
    parts.push(
      ofFault.every(({ runs }) => runs.length === 1) ? tableOf(runsOf(ofFault)) : cellTable(ofFault),
    );
  }
  const surprises = ordered.filter((cell) => asExpectedIn(cell) < cell.runs.length);
  if (surprises.length > 0) parts.push(surprises.map(surpriseText).join('\n'));
  const story = favouriteStory(runsOf(ordered));
  if (story !== null) parts.push(storyText(story));
  const sentence = provenSentence(runsOf(ordered));
  if (sentence !== null) parts.push(`  ${paint('bold', sentence)}`);
  return parts.join('\n\n');
}

const runsOf = (cells: readonly ProofCell[]): RunResult[] => cells.flatMap((cell) => cell.runs);

const CELL_COLUMNS: readonly Column<ProofCell>[] = [
  { title: 'strategy', align: 'left', cell: (cell) => cell.strategy.key },
  { title: 'guarantee', align: 'left', cell: (cell) => cell.strategy.guarantee.replace('-', ' ') },
  { title: 'replicas', align: 'right', cell: (cell) => String(cell.replicas) },
  { title: 'buyers', align: 'right', cell: (cell) => String(cell.runs[0]?.buyers ?? 0) },
];

const cellTable = (cells: readonly ProofCell[]): string =>
  textTable(CELL_COLUMNS, cells, 'verdict', (cell) => {
    const right = asExpectedIn(cell);
    const text = `${right} of ${cell.runs.length} as expected`;
    return `${verdictsText(cell)}  ${paint(right === cell.runs.length ? 'dim' : 'red', text)}`;
  });

function headline(stack: Stack): string {
  const servers = Object.entries(NAMES).map(([key, name]) => `${name} ${stack.versions[key] ?? ''}`.trim());
  const redis = `Redis ${stack.versions['redis'] ?? ''}`.trim();
  const what = [...servers.slice(0, 1), `${redis} × ${stack.redis.length}`, ...servers.slice(1)];
  const names = [`${stack.replicas.length} replicas`, ...what].join(' · ');
  return `${paint('bold', 'lastseat')}   ${names}   ${stack.api}/docs`;
}

/** Races go by replica count, because scaling costs time; readers compare one strategy at 1 and at 3. */
function inRegistryOrder(cells: readonly ProofCell[]): ProofCell[] {
  const byStrategy = groupBy(cells, (cell) => cell.strategy.key);
  const ordered = [...byStrategy.values()].flatMap((ofStrategy) =>
    ofStrategy.toSorted((a, b) => a.replicas - b.replicas),
  );
  return ordered.toSorted((a, b) => Number(a.fault !== null) - Number(b.fault !== null));
}

const surpriseText = (cell: ProofCell): string => {
  const surprises = cell.runs.filter((run) => !run.asExpected);
  const [run] = surprises;
  const why = run !== undefined && run.reasons.length > 0 ? run.reasons.join(' ') : 'Nothing bad was seen.';
  const what = `${nameOf(cell)} was not expected to be ${run?.verdict}.`;
  const runs = cell.runs.length > 1 ? ` Runs: ${surprises.map((one) => one.run).join(', ')}.` : '';
  return `  ${paint('red', what)} ${why}${runs}`;
};

function favouriteStory(results: readonly RunResult[]): RunResult['story'] {
  const told = results.filter((result) => result.story !== null).toSorted((a, b) => b.replicas - a.replicas);
  return (told.find((result) => result.strategy === FAVOURITE_STORY) ?? told[0])?.story ?? null;
}

/** Said only when the table shows both halves of it and nothing else in it is amiss. */
export function provenSentence(results: readonly RunResult[]): string | null {
  const inside = results.filter((result) => result.guarantee === 'one-process' && !result.guard);
  const alone = inside.some((result) => result.replicas === 1 && result.verdict === 'SAFE');
  const together = inside.some((result) => result.replicas > 1 && result.verdict === 'UNSAFE');
  if (!alone || !together || results.some((result) => !result.asExpected)) return null;
  return 'A lock inside one process protects nothing once there are two processes.';
}
