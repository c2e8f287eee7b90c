import { exhibits } from '../exhibits.js';
import { UserError } from '../user-error.js';
import type { Exercise } from './exercise.js';
import { inWords } from './exercise.js';

/** An exercise that is the failure of an exhibit; what a run of it is called, or the figures alone tell. */
export const byExhibit = (name: string): Required<Pick<Exercise, 'command' | 'run'>> => ({
  command: `npm run exhibit -- ${name}`,
  async run(stage) {
    const exhibit = exhibits[name];
    if (exhibit === undefined) throw new UserError(`There is no exhibit "${name}". Type: npm run exhibit`);
    const { asExpected, runs, figures } = await exhibit.failure.play(stage);
    const verdict = runs[0]?.verdict ?? (asExpected ? 'UNSAFE' : 'INCONCLUSIVE');
    return { answer: inWords(verdict), runs, figures };
  },
});
