import type { Answer } from '#checkers';
import type { CellRecord } from '../../matrix/cell.js';

export type AnswerCounts = Record<Answer['kind'], number>;

/** How many answers of each kind there were in each equal part of the run. */
export interface AnswersOverTime {
  fromUs: number;
  toUs: number;
  parts: AnswerCounts[];
}

export function answersOverTime({ evidence, phases }: CellRecord, parts: number): AnswersOverTime {
  let toUs = phases.reduce((most, phase) => Math.max(most, phase.toUs), 1);
  const answers = evidence.operations.flatMap((operation) => operation.answers);
  for (const { atUs } of answers) toUs = Math.max(toUs, atUs);
  const counts = Array.from({ length: parts }, () => ({ ok: 0, fail: 0, retry: 0, unknown: 0 }));
  for (const { atUs, kind } of answers) {
    const part = counts[Math.min(parts - 1, Math.floor((atUs / toUs) * parts))];
    if (part !== undefined) part[kind] += 1;
  }
  return { fromUs: 0, toUs, parts: counts };
}
