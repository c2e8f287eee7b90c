import { stageNow } from './exhibiting.js';
import type { NumberedExercise } from './exercises.js';
import type { Seen } from './exercises/exercise.js';
import type { Progress } from './report/progress.js';

export type Grade = 'right' | 'wrong' | 'no-verdict';

export interface Graded {
  exercise: NumberedExercise;
  predicted: string;
  seen: Seen;
  grade: Grade;
}

/** Runs it, and compares what was foretold with what was seen, and not with what is usual. */
export async function take(
  exercise: NumberedExercise,
  predicted: string,
  doing: Progress['doing'],
): Promise<Graded> {
  const seen = await exercise.run(await stageNow(doing));
  return { exercise, predicted, seen, grade: gradeOf(exercise.choices, predicted, seen.answer) };
}

export function gradeOf(choices: readonly string[], predicted: string, seen: string): Grade {
  if (!choices.includes(seen)) return 'no-verdict';
  return seen === predicted ? 'right' : 'wrong';
}
