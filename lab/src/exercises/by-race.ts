import { RACE_FLAGS, raceOf, wantedRace } from '../commands/race-flags.js';
import { runExperiment } from '../experiment.js';
import { readFlags } from '../flags.js';
import type { RunResult } from '../result.js';
import type { Exercise, Seen } from './exercise.js';
import { inWords } from './exercise.js';

/** An exercise that is one race, by the words in which anybody can ask for it. */
export const byRace = (flags: string): Required<Pick<Exercise, 'command' | 'run'>> => ({
  command: `npm run race -- ${flags}`,
  async run({ lab, strategies, doing }) {
    const wanted = wantedRace(readFlags(flags.split(' '), RACE_FLAGS, 'npm run race -- --help'));
    const { strategy, parameters } = raceOf(wanted, strategies, lab.replicas.length);
    doing(`${parameters.buyers} buyers, ${parameters.seats} seats, ${strategy.key}`);
    return seenIn(await runExperiment(lab, strategy, parameters));
  },
});

export const seenIn = (run: RunResult, figures: Seen['figures'] = []): Seen => ({
  answer: inWords(run.verdict),
  runs: [run],
  figures,
});
