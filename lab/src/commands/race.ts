import { relative } from 'node:path';
import type { StrategyView } from '#contracts';
import { runExperiment } from '../experiment.js';
import type { Given } from '../flags.js';
import { readFlags, wholeNumber } from '../flags.js';
import type { RunParameters } from '../history/lines.js';
import { openLaboratory, withReplicas } from '../laboratory.js';
import { progressOn } from '../report/progress.js';
import { runText } from '../report/run-text.js';
import { historyOf } from '../runs-folder.js';
import { UserError } from '../user-error.js';
import type { Verdict } from '../checkers/evidence.js';

export const RANGES = {
  replicas: { least: 1, most: 16 },
  buyers: { least: 1, most: 2_000 },
  seats: { least: 1, most: 1_000 },
  workMs: { least: 0, most: 1_000 },
  seed: { least: 0, most: 2 ** 31 - 1 },
};

const HELP = `One race for the seats of a new event, one verdict from its history.

  npm run race -- --strategy mutex --replicas 3

  --strategy KEY   how seats are claimed; the keys are at /v1/strategies
  --replicas N     booking replicas (default: as many as run)
  --buyers N       clients; those who want the same seat start at once (default 60)
  --seats N        seats they want (default 20)
  --work-ms N      simulated work between read and write, in ms (default 50)
  --guard          with the unique index as the last line of defence (default: off)
  --seed N         for the order of the buyers and the jitter of their retries (default 1)
  --json           one JSON object on stdout and nothing else

Exit code: 0 SAFE, 1 UNSAFE, 2 UNAVAILABLE, INCONCLUSIVE or no verdict.
`;

const FLAGS = {
  strategy: { type: 'string' },
  replicas: { type: 'string' },
  buyers: { type: 'string' },
  seats: { type: 'string' },
  'work-ms': { type: 'string' },
  guard: { type: 'boolean' },
  seed: { type: 'string' },
  json: { type: 'boolean' },
} as const;

const EXIT_CODES: Readonly<Record<Verdict, number>> = { SAFE: 0, UNSAFE: 1, UNAVAILABLE: 2, INCONCLUSIVE: 2 };

export async function race(args: readonly string[]): Promise<number> {
  const given = readFlags(args, FLAGS, 'npm run race -- --help');
  if (given['help'] === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const wanted = parametersFrom(given);
  const opened = await openLaboratory();
  const strategy = strategyNamed(wanted.strategy, await opened.api.strategies());
  const replicas = wanted.replicas === 0 ? opened.stack.replicas.length : wanted.replicas;
  const progress = given['json'] === true ? undefined : progressOn(process.stdout);
  if (replicas !== opened.stack.replicas.length) progress?.doing(`scaling to ${replicas}`);
  const lab = await withReplicas(opened, replicas);
  progress?.doing(`${wanted.buyers} buyers for ${wanted.seats} seats`);
  const result = await runExperiment(lab, strategy, { ...wanted, replicas });
  progress?.end();
  const history = relative('.', historyOf(lab.home, result.run));
  const text =
    given['json'] === true ? JSON.stringify({ ...result, history }) : `\n${runText(result, history)}\n`;
  process.stdout.write(`${text}\n`);
  return EXIT_CODES[result.verdict];
}

/** Everything that can be wrong is found before anything is asked for; replicas 0 means: as many as run. */
function parametersFrom(given: Given): RunParameters {
  if (typeof given['strategy'] !== 'string') {
    throw new UserError('Which strategy? Type: npm run race -- --strategy mutex');
  }
  return {
    strategy: given['strategy'],
    guard: given['guard'] === true,
    replicas: given['replicas'] === undefined ? 0 : wholeNumber(given, 'replicas', 3, RANGES.replicas),
    buyers: wholeNumber(given, 'buyers', 60, RANGES.buyers),
    seats: wholeNumber(given, 'seats', 20, RANGES.seats),
    workMs: wholeNumber(given, 'work-ms', 50, RANGES.workMs),
    seed: wholeNumber(given, 'seed', 1, RANGES.seed),
  };
}

function strategyNamed(key: string, strategies: readonly StrategyView[]): StrategyView {
  const found = strategies.find((strategy) => strategy.key === key);
  if (found !== undefined) return found;
  const keys = strategies.map((strategy) => strategy.key).join(', ');
  throw new UserError(`There is no strategy "${key}". Type one of: ${keys}`);
}
