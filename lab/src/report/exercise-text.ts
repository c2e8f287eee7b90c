import type { Graded } from '../exercising.js';
import type { NumberedExercise } from '../exercises.js';
import { seenParts, wrapped } from './exhibit-text.js';
import { paint } from './paint.js';

const headed = ({ name, title }: NumberedExercise): string =>
  `${paint('bold', `exercise ${name}`)}   ${title}`;

/** The question, and what to type for each answer. */
export function questionText(exercise: NumberedExercise): string {
  const commands = exercise.choices.map(
    (choice) => `  npm run exercise -- ${exercise.number} --predict ${choice}`,
  );
  return [headed(exercise), wrapped(exercise.question), commands.join('\n')].join('\n\n');
}

/** What came of it, whether that was foreseen, and why it is so. */
export function gradedText({ exercise, predicted, seen, grade }: Graded): string {
  const parts = [headed(exercise), wrapped(exercise.question), ...seenParts(seen)];
  // a run with a story needs no sentence, and one that was not as expected has had them
  const untold = seen.runs.filter(({ asExpected, story }) => asExpected && story === null);
  parts.push(...untold.flatMap(({ reasons }) => reasons.map(wrapped)));
  if (grade === 'no-verdict') {
    parts.push(`  ${paint('yellow', `It is ${seen.answer}, which is none of the answers: no verdict.`)}`);
    return parts.join('\n\n');
  }
  const usual = seen.answer === exercise.answer;
  const other = `Elsewhere it is ${exercise.answer}, so something is different here.`;
  const colour = grade === 'right' ? 'green' : 'red';
  parts.push(paint('bold', `  You said ${predicted}, and it is ${seen.answer}.`));
  parts.push(wrapped(usual ? exercise.why : other));
  parts.push(`  ${paint(colour, `Your prediction was ${grade}.`)}`);
  return parts.join('\n\n');
}
