import { groupBy } from '../group-by.js';
import type { RunResult } from '../result.js';
import type { Stack } from '../stack.js';
import { paint } from './paint.js';
import { storyText } from './story-text.js';
import { tableOf } from './table.js';

const FAVOURITE_STORY = 'mutex';
const NAMES: Readonly<Record<string, string>> = { postgres: 'PostgreSQL', nats: 'NATS', nginx: 'nginx' };

/**
 * The whole proof: what ran, the table, what was not as expected, one story, and the sentence if the table
 * proves it.
 */
export function proofText(results: readonly RunResult[], stack: Stack): string {
  const ordered = inRegistryOrder(results);
  const parts = [headline(stack), tableOf(ordered)];
  const surprises = ordered.filter((result) => !result.asExpected);
  if (surprises.length > 0) parts.push(surprises.map(surpriseText).join('\n'));
  const story = favouriteStory(ordered);
  if (story !== null) parts.push(storyText(story));
  const sentence = provenSentence(ordered);
  if (sentence !== null) parts.push(`  ${paint('bold', sentence)}`);
  return parts.join('\n\n');
}

function headline(stack: Stack): string {
  const servers = Object.entries(NAMES).map(([key, name]) => `${name} ${stack.versions[key] ?? ''}`.trim());
  const redis = `Redis ${stack.versions['redis'] ?? ''}`.trim();
  const what = [...servers.slice(0, 1), `${redis} × ${stack.redis.length}`, ...servers.slice(1)];
  const names = [`${stack.replicas.length} replicas`, ...what].join(' · ');
  return `${paint('bold', 'lastseat')}   ${names}   ${stack.api}/docs`;
}

/** Runs go by replica count, because scaling costs time; readers compare one strategy at 1 and at 3. */
function inRegistryOrder(results: readonly RunResult[]): RunResult[] {
  const order = [...new Set(results.map((result) => result.strategy))];
  const byStrategy = groupBy(results, (result) => result.strategy);
  return order.flatMap((key) => (byStrategy.get(key) ?? []).toSorted((a, b) => a.replicas - b.replicas));
}

const surpriseText = (result: RunResult): string => {
  const why = result.reasons.length > 0 ? result.reasons.join(' ') : 'Nothing bad was seen.';
  const what = `${result.strategy} at ${result.replicas} was not expected to be ${result.verdict}.`;
  return `  ${paint('red', what)} ${why}`;
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
