import type { NumberedExercise } from '../exercises.js';
import { exercises } from '../exercises.js';
import type { Grade, Graded } from '../exercising.js';
import { take } from '../exercising.js';
import type { Given } from '../flags.js';
import { readFlags, wordIfGiven } from '../flags.js';
import { gradedJson, questionJson } from '../report/exercise-json.js';
import { gradedText, questionText } from '../report/exercise-text.js';
import { progressOn } from '../report/progress.js';
import { UserError } from '../user-error.js';

const ALL = 'all';
const LIST = exercises.map(({ number, title }) => `  ${String(number).padStart(3)}  ${title}`);

const HELP = `Asks what will become of a run, and then runs it.

  npm run exercise -- NUMBER                  the question
  npm run exercise -- NUMBER --predict WORD   your answer, the run, and why it went as it did

${LIST.join('\n')}
  ${ALL}  one after another, each with the answer that is usually right

  --predict WORD   one of the answers that the question offers
  --json           one JSON object on stdout and nothing else

Exit code: 0 the prediction was right, 1 it was wrong, 2 no verdict.
A page on each is in docs/exercises.
`;

const FLAGS = { json: { type: 'boolean' }, predict: { type: 'string' } } as const;
const EXIT_CODES: Readonly<Record<Grade, number>> = { right: 0, wrong: 1, 'no-verdict': 2 };

export async function exercise([which = '--help', ...args]: readonly string[]): Promise<number> {
  const isFlag = which.startsWith('-');
  const given = readFlags(isFlag ? [which, ...args] : args, FLAGS, 'npm run exercise -- --help');
  if (given['help'] === true || isFlag) {
    process.stdout.write(HELP);
    return 0;
  }
  const json = given['json'] === true;
  if (which === ALL) return await takeAll(json);
  const wanted = exercises.find(({ number, name }) => which === String(number) || which === name);
  if (wanted === undefined) {
    throw new UserError(`There is no exercise "${which}". Type: npm run exercise -- 1`);
  }
  const predicted = predictionFor(wanted, given);
  if (predicted === undefined) {
    process.stdout.write(
      json ? `${JSON.stringify(questionJson(wanted))}\n` : `\n${questionText(wanted)}\n\n`,
    );
    return 0;
  }
  const graded = await taken(wanted, predicted, json);
  if (json) process.stdout.write(`${JSON.stringify(gradedJson(graded))}\n`);
  return EXIT_CODES[graded.grade];
}

const predictionFor = ({ choices }: NumberedExercise, given: Given): string | undefined =>
  wordIfGiven(given, 'predict', choices);

/** Told as soon as it is over; for programs the caller writes it. */
async function taken(wanted: NumberedExercise, predicted: string, json: boolean): Promise<Graded> {
  const progress = progressOn(json ? process.stderr : process.stdout);
  const graded = await take(wanted, predicted, (what) => progress.doing(`${wanted.name}: ${what}`));
  progress.end();
  if (!json) process.stdout.write(`\n${gradedText(graded)}\n\n`);
  return graded;
}

/** 0 when each went as it usually does. */
async function takeAll(json: boolean): Promise<number> {
  const all: Graded[] = [];
  for (const wanted of exercises) all.push(await taken(wanted, wanted.answer, json));
  if (json) process.stdout.write(`${JSON.stringify(all.map(gradedJson))}\n`);
  return Math.max(...all.map(({ grade }) => EXIT_CODES[grade]));
}
