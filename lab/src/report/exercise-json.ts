import type { Graded } from '../exercising.js';
import type { NumberedExercise } from '../exercises.js';

/** For programs: what is asked. Not what is right. */
export const questionJson = ({ number, name, title, question, choices }: NumberedExercise): object => ({
  number,
  name,
  title,
  question,
  choices,
});

export const gradedJson = ({ exercise, predicted, seen, grade }: Graded): object => ({
  ...questionJson(exercise),
  predicted,
  seen: seen.answer,
  grade,
  usual: exercise.answer,
  why: exercise.why,
  figures: seen.figures,
  // undefined is left out of JSON
  runs: seen.runs.map((run) => ({ ...run, findings: undefined })),
});
