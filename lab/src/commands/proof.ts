import { readFlags, wholeNumber, wholeNumbers } from '../flags.js';
import { openLaboratory } from '../laboratory.js';
import { holds, prove, racesOf } from '../proof.js';
import { progressOn } from '../report/progress.js';
import { proofJson } from '../report/proof-json.js';
import { proofText } from '../report/proof-text.js';
import { RANGES } from './race-flags.js';

/** Ends at 3, where the stack usually runs, so from anywhere each count is scaled to at most once. */
const REPLICAS = [1, 3];
const TIMES = { usual: 1, range: { least: 1, most: 1_000 } };

const HELP = `Every claim strategy at 1 and at 3 replicas: 60 buyers for 20 seats, 50 ms of work
between read and write.

  npm run proof

  --replicas LIST  so many replicas, one after another (default ${REPLICAS.join(',')})
  --times N        each race so often, and a line for how often it was as expected (default ${TIMES.usual})
  --variants       the wrong variants too, and a holder who pauses past his lease
  --json           one JSON object on stdout and nothing else

Exit code: 0 when every verdict is the expected one, 1 when one is not, 2 when there is no verdict.
`;

const FLAGS = {
  replicas: { type: 'string' },
  times: { type: 'string' },
  variants: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

export async function proof(args: readonly string[]): Promise<number> {
  const given = readFlags(args, FLAGS, 'npm run proof -- --help');
  if (given['help'] === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const replicas = wholeNumbers(given, 'replicas', REPLICAS, RANGES.replicas);
  const times = wholeNumber(given, 'times', TIMES.usual, TIMES.range);
  const json = given['json'] === true;
  const opened = await openLaboratory();
  const plan = { replicas, variants: given['variants'] === true };
  const races = racesOf(await opened.api.strategies(), plan);
  const progress = progressOn(json ? process.stderr : process.stdout, races.length);
  const { lab, cells } = await prove(opened, races, times, progress);
  progress.end();
  process.stdout.write(
    json ? `${JSON.stringify(proofJson(cells))}\n` : `\n${proofText(cells, lab.stack)}\n\n`,
  );
  return holds(cells) ? 0 : 1;
}
