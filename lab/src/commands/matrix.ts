import { join, relative } from 'node:path';
import { passOn } from '#config';
import { withCluster } from '../cluster/with-cluster.js';
import { homeFolder } from '../environment.js';
import { FAULT_NAMES, faultNamed } from '../faults.js';
import type { Given } from '../flags.js';
import { numberIfGiven, readFlags, wholeNumber, wordsIfGiven } from '../flags.js';
import type { MatrixRun } from '../matrix/cell.js';
import type { MatrixWork } from '../matrix/matrix.js';
import { playRuns } from '../matrix/matrix.js';
import type { MatrixPlan, PlanName, PlannedRun } from '../matrix/plans.js';
import { ALL_RUNS, PLANS, RUN_NAMES } from '../matrix/plans.js';
import { writeDeep } from '../matrix/deep.js';
import { isDone, matrixFolder, readRun, writeRun } from '../matrix/results.js';
import { groupBy } from '../group-by.js';
import { matrixText } from '../report/matrix-text.js';
import { writeCells, writeMatrixPage } from '../report/matrix-report.js';
import { progressOn } from '../report/progress.js';
import { gitCommit } from '../stack.js';

const RANGES = { strikes: { least: 1, most: 10_000 }, seed: { least: 0, most: 2 ** 31 - 1 } };
const FAULTS = FAULT_NAMES.map((name) => `  ${name.padEnd(22)} ${faultNamed(name).does}`);

const HELP = `Every strategy under every fault, side by side on a stack of its own, compared with what is expected.

  npm run matrix

  --smoke        eight runs, one strike each, without the lock libraries; nothing is written to lab/results
  --deep         the strict strategies alone, more than a thousand hits of each; written to lab/results/deep.json
  --run LIST     these runs alone: a fault, no-fault, no-fault-at-1, or pause-holder-guarded
  --only LIST    these strategies alone; nothing is written to lab/results
  --strikes N    so many strikes of each fault (default ${PLANS.usual.strikes.fault})
  --seed N       for the jitter of retries (default 1)
  --fresh        from the beginning; else runs that lab/results/matrix already has of this commit are kept
  --json         one JSON object on stdout and nothing else

${FAULTS.join('\n')}

Exit code: 0 every verdict is the expected one, 1 one is not, 2 there is no verdict.
`;

const FLAGS = {
  smoke: { type: 'boolean' },
  deep: { type: 'boolean' },
  run: { type: 'string' },
  only: { type: 'string' },
  strikes: { type: 'string' },
  seed: { type: 'string' },
  fresh: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

export async function matrix(args: readonly string[]): Promise<number> {
  const given = readFlags(args, FLAGS, 'npm run matrix -- --help');
  if (given['help'] === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const done = await playMatrix(given);
  const page = relative('.', await writeMatrixPage(runsHome(), done));
  const json = given['json'] === true;
  process.stdout.write(json ? `${JSON.stringify(done)}\n` : `\n${matrixText(done)}\n\n  ${page}\n\n`);
  return exitCodeOf(done);
}

/** Beside the folder of the stack, which is gone afterwards. */
const runsHome = (): string => join(homeFolder(), 'matrix-runs');

function exitCodeOf(runs: readonly MatrixRun[]): number {
  if (runs.some(({ cells }) => cells.some(({ asExpected }) => !asExpected))) return 1;
  return runs.every(({ cells }) => cells.length === 0) ? 2 : 0;
}

async function playMatrix(given: Given): Promise<MatrixRun[]> {
  const project = process.cwd();
  const commit = await gitCommit(project);
  const kind: PlanName = given['deep'] === true ? 'deep' : given['smoke'] === true ? 'smoke' : 'usual';
  const plan = planOf(given, PLANS[kind]);
  const keeps = given['only'] === undefined && kind !== 'smoke';
  const folder = kind === 'deep' ? join(homeFolder(), 'deep-runs') : matrixFolder(project);
  const kept = (one: PlannedRun): MatrixRun | null => {
    const run = keeps && given['fresh'] !== true ? readRun(folder, one.name) : null;
    return isDone(run, plan, one, commit) ? run : null;
  };
  const results = new Map(plan.runs.map((one) => [one, kept(one)]));
  const progress = progressOn(given['json'] === true ? process.stderr : process.stdout, plan.runs.length);
  for (const [one, run] of results) if (run !== null) progress.done(`${one.name}: as it was`);
  const home = runsHome();
  const keep: MatrixWork['keep'] = async (one, run, records) => {
    results.set(one, run);
    if (keeps) writeRun(folder, one.name, run);
    // with those that were not asked for today
    if (keeps && kind === 'deep')
      writeDeep(
        project,
        PLANS.deep.runs.map(({ name }) => readRun(folder, name)).filter((of) => of !== null),
      );
    await writeCells(home, records);
  };
  const runs = plan.runs.filter((one) => results.get(one) === null);
  await onClusters({ plan: { ...plan, runs }, place: { home, commit }, progress, keep });
  progress.end();
  return [...results.values()].filter((run) => run !== null);
}

/** A stack for each number of replicas that runs are about. */
async function onClusters(work: MatrixWork): Promise<void> {
  // of the lab itself: a replica that it starts again after a fault has the lab's environment
  passOn(work.plan.settings);
  const byReplicas = groupBy(work.plan.runs, ({ replicas }) => replicas);
  for (const [replicas, runs] of byReplicas) {
    work.progress.doing(`a stack with ${replicas === 1 ? '1 replica' : `${replicas} replicas`}`);
    const own = { replicas, home: join(homeFolder(), 'matrix'), command: 'npm run matrix' };
    await withCluster(
      own,
      async (cluster) => await playRuns(cluster, { ...work, plan: { ...work.plan, runs } }),
    );
  }
}

/** What is asked for of a plan, and what is asked for besides. */
function planOf(given: Given, plan: MatrixPlan): MatrixWork['plan'] {
  const only = wordsIfGiven(given, 'only');
  const names = wordsIfGiven(given, 'run', RUN_NAMES);
  const all = plan === PLANS.deep ? plan.runs : ALL_RUNS;
  const fault = numberIfGiven(given, 'strikes', plan.strikes.fault, RANGES.strikes);
  const runs = names === undefined ? plan.runs : all.filter(({ name }) => names.includes(name));
  return {
    ...plan,
    ...(only !== undefined && { takesPart: ({ key }) => only.includes(key) }),
    runs: fault === undefined ? runs : runs.map((one) => ({ ...one, strikes: fault })),
    seed: wholeNumber(given, 'seed', 1, RANGES.seed),
  };
}
