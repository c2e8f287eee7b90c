import type { Verdict } from '#checkers';
import { faults } from '../faults.js';
import { groupBy } from '../group-by.js';
import type { ProofCell } from '../proof.js';
import { asExpectedIn, nameOf, verdictsText } from '../proof.js';
import type { RunResult } from '../result.js';
import type { Stack } from '../stack.js';
import type { Story } from '../story.js';
import { paint } from './paint.js';
import { storyText } from './story-text.js';
import type { Column } from './table.js';
import { tableOf, textTable } from './table.js';

const FAVOURITE_STORIES = ['mutex', 'distributed'];
const NAMES: Readonly<Record<string, string>> = { postgres: 'PostgreSQL', nats: 'NATS', nginx: 'nginx' };

/**
 * The whole proof: what ran, a table without faults and one with each, what was not as expected, a story of each, and
 * the sentence as far as the tables prove it.
 */
export function proofText(cells: readonly ProofCell[], stack: Stack): string {
  const ordered = inRegistryOrder(cells);
  const parts = [headline(stack)];
  for (const [fault, ofFault] of groupBy(ordered, (cell) => cell.fault)) {
    if (fault !== null) parts.push(`  ${paint('bold', `With ${fault}`)}: ${faults[fault].does}`);
    parts.push(
      ofFault.every(({ runs }) => runs.length === 1) ? tableOf(runsOf(ofFault)) : cellTable(ofFault),
    );
  }
  const surprises = ordered.filter((cell) => asExpectedIn(cell) < cell.runs.length);
  if (surprises.length > 0) parts.push(surprises.map(surpriseText).join('\n'));
  const stories = favouriteStories(ordered);
  parts.push(...stories.map(storyText));
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

/** One without a fault and one with: the favourite if it was told, at the most replicas. */
function favouriteStories(cells: readonly ProofCell[]): Story[] {
  return [...groupBy(cells, (cell) => cell.fault).values()].flatMap((ofFault) => {
    const told = runsOf(ofFault).filter((result) => result.story !== null);
    const ordered = told.toSorted((a, b) => b.replicas - a.replicas);
    const found = ordered.find((result) => FAVOURITE_STORIES.includes(result.strategy)) ?? ordered[0];
    return found?.story ?? [];
  });
}

/** Each half is said only when its table shows it, and nothing when anything in them is amiss. */
export function provenSentence(results: readonly RunResult[]): string | null {
  if (results.some((result) => !result.asExpected || result.guard)) return null;
  const is = (verdict: Verdict, how: Partial<RunResult>, replicas: (count: number) => boolean): boolean =>
    results.some(
      (result) =>
        result.verdict === verdict &&
        replicas(result.replicas) &&
        Object.entries(how).every(([name, value]) => result[name as keyof RunResult] === value),
    );
  const one = (count: number): boolean => count === 1;
  const many = (count: number): boolean => count > 1;
  const inside = { guarantee: 'one-process' } as const;
  if (!is('SAFE', inside, one) || !is('UNSAFE', inside, many)) return null;
  const processes = 'A lock inside one process protects nothing once there are two processes';
  const leases =
    is('SAFE', { strategy: 'pessimistic' }, many) &&
    is('SAFE', { strategy: 'distributed', fault: null }, many) &&
    is('UNSAFE', { strategy: 'distributed', fault: 'pause-holder' }, many) &&
    is('SAFE', { strategy: 'fenced', fault: 'pause-holder' }, many);
  if (!leases) return `${processes}.`;
  return `${processes}; a row lock does.
  Redlock does until its holder pauses past the lease; Redlock with a fence required by the row always does.`;
}
