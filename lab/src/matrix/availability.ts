import type { Answer } from '#checkers';
import type { HistoryLine } from '../history/lines.js';
import type { Phase } from './cell.js';

const UNAVAILABLE_STATUS = 503;

/** One attempt, from its sending to its answer. */
interface Attempt {
  sentUs: number;
  /** null: the history has no answer */
  answer: Answer | null;
}

/** A "no" and a "somebody else is at it" are service; what was not decided because something is away is not. */
const isOutage = ({ answer }: Attempt): boolean =>
  answer === null ||
  answer.kind === 'unknown' ||
  (answer.kind === 'retry' && answer.status === UNAVAILABLE_STATUS);

export function attemptsOf(lines: readonly HistoryLine[]): Attempt[] {
  const attempts = new Map<string, Attempt>();
  for (const line of lines) {
    const name = `${line.key} ${line.attempt}`;
    if (line.kind === 'invoke') attempts.set(name, { sentUs: line.atUs, answer: null });
    else attempts.set(name, { sentUs: attempts.get(name)?.sentUs ?? line.atUs, answer: line });
  }
  return [...attempts.values()];
}

export const sentIn = (attempts: readonly Attempt[], phases: readonly Phase[]): Attempt[] =>
  attempts.filter(({ sentUs }) => phases.some(({ fromUs, toUs }) => sentUs >= fromUs && sentUs < toUs));

/** Of those that were sent in a phase: what was answered in it. */
export const answeredIn = (attempts: readonly Attempt[], phases: readonly Phase[]): Attempt[] =>
  phases.flatMap((phase) =>
    sentIn(attempts, [phase]).filter(({ answer }) => answer !== null && answer.atUs < phase.toUs),
  );

/** null: nobody asked. */
export function availabilityOf(attempts: readonly Attempt[]): number | null {
  if (attempts.length === 0) return null;
  return 1 - attempts.filter(isOutage).length / attempts.length;
}

/** How often each reason for an outage was given, the most frequent first. */
export function outagesOf(attempts: readonly Attempt[]): [code: string, times: number][] {
  const counts = new Map<string, number>();
  for (const attempt of attempts.filter(isOutage)) {
    const code = attempt.answer?.code ?? 'no answer';
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts].toSorted(([, a], [, b]) => b - a);
}

export const longestAnswerMs = (attempts: readonly Attempt[]): number =>
  Math.max(0, ...attempts.map(({ sentUs, answer }) => ((answer?.atUs ?? sentUs) - sentUs) / 1_000));
