import type { StrategyView } from '#contracts';
import { runExperiment } from '../experiment.js';
import { readFlags } from '../flags.js';
import type { OpenLaboratory } from '../laboratory.js';
import { openLaboratory, withReplicas } from '../laboratory.js';
import type { Progress } from '../report/progress.js';
import { progressOn } from '../report/progress.js';
import { proofText } from '../report/proof-text.js';
import type { RunResult } from '../result.js';
import { USUAL_RUN, runParameters } from '../run-parameters.js';

/** Ends at 3, where the stack usually runs, so from anywhere each count is scaled to at most once. */
const REPLICAS = [1, 3] as const;

const HELP = `Every claim strategy at 1 and at 3 replicas: 60 buyers for 20 seats, 50 ms of work
between read and write.

  npm run proof

Exit code: 0 when every verdict is the expected one, 1 when one is not, 2 when there is no verdict.
`;

export async function proof(args: readonly string[]): Promise<number> {
  const given = readFlags(args, {}, 'npm run proof -- --help');
  if (given['help'] === true) {
    process.stdout.write(HELP);
    return 0;
  }
  let lab = await openLaboratory();
  const strategies = (await lab.api.strategies()).filter((strategy) => !strategy.labOnly);
  const progress = progressOn(process.stdout);
  const results: RunResult[] = [];
  for (const replicas of REPLICAS) {
    if (lab.stack.replicas.length !== replicas) progress.doing(`scaling to ${replicas}`);
    lab = await withReplicas(lab, replicas);
    results.push(...(await runAll(lab, strategies, replicas, progress)));
  }
  progress.end();
  process.stdout.write(`\n${proofText(results, lab.stack)}\n\n`);
  return results.every((result) => result.asExpected) ? 0 : 1;
}

/** One after another: two races at once would take each other's processor time and blur the latencies. */
async function runAll(
  lab: OpenLaboratory,
  strategies: readonly StrategyView[],
  replicas: number,
  progress: Progress,
): Promise<RunResult[]> {
  const results: RunResult[] = [];
  for (const strategy of strategies) {
    progress.doing(`${strategy.key} at ${replicas}: ${USUAL_RUN.buyers} buyers for ${USUAL_RUN.seats} seats`);
    const result = await runExperiment(lab, strategy, runParameters(strategy, replicas));
    progress.done(result);
    results.push(result);
  }
  return results;
}
