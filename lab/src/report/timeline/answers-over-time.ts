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
  const answers = evidence.operations.flatMap((operation) => operation.answers);
  const [first] = evidence.operations;
  const fromUs = phases.reduce((least, phase) => Math.min(least, phase.fromUs), first?.invokedAtUs ?? 0);
  let toUs = phases.reduce((most, phase) => Math.max(most, phase.toUs), fromUs + 1);
  for (const { atUs } of answers) toUs = Math.max(toUs, atUs);
  const counts = Array.from({ length: parts }, () => ({ ok: 0, fail: 0, retry: 0, unknown: 0 }));
  for (const { atUs, kind } of answers) {
    const part = counts[Math.min(parts - 1, Math.floor(((atUs - fromUs) / (toUs - fromUs)) * parts))];
    if (part !== undefined) part[kind] += 1;
  }
  return { fromUs, toUs, parts: counts };
}
