import { cpus } from 'node:os';
import { relative } from 'node:path';
import { StrategyList } from '#contracts';
import type { Given } from '../../lab/src/flags.js';
import { readFlags, wholeNumber } from '../../lab/src/flags.js';
import { groupBy } from '../../lab/src/group-by.js';
import { Questions } from '../../lab/src/questions.js';
import type { Progress } from '../../lab/src/report/progress.js';
import { progressOn } from '../../lab/src/report/progress.js';
import type { Site } from './bench.js';
import { measureCells, measureLong, measureOpenShares } from './bench.js';
import { ceilingsOf } from './ceilings/ceilings.js';
import type { Crossing } from './gate.js';
import { crossingText, crossings, readThresholds } from './gate.js';
import { SCENARIOS, SCENARIO_WORDS } from './load/scenarios.js';
import { wrkVersion } from './load/wrk.js';
import type { Cell, Plan } from './plan.js';
import { PLAN_FLAGS, USUAL, planFrom } from './plan.js';
import { resultsText } from './report/text.js';
import { aboutRun } from './results/about.js';
import type { BenchResults } from './results/results.js';
import { faultsIn, writeResults } from './results/results.js';
import type { BenchStack } from './stack/bench-stack.js';
import { holdTo } from './stack/hold-to.js';
import { withBenchStack } from './stack/bench-stack.js';
import { withNoOpFront } from './stack/no-op-front.js';

const SCENARIO_LINES = SCENARIOS.map((name) => `  ${name.padEnd(9)} ${SCENARIO_WORDS[name]}`);

const HELP = `Claims a second, beside what this machine can do at all, on a stack of its own.

  npm run bench

  --quick            a minute and a half; fails when a ratio is less than bench/thresholds.json says
  --only LIST        these strategies alone
  --scenario LIST    these alone: ${SCENARIOS.join(', ')}
  --replicas LIST    so many replicas (default ${USUAL.replicas.join(',')})
  --connections LIST so many connections (default ${USUAL.connections.join(',')})
  --rounds N         each so often (default ${USUAL.rounds})
  --seconds N        for so long each time (default ${USUAL.seconds})
  --open-seconds N   for so long at each fixed rate (default ${USUAL.openSeconds}; 0: not at all)
  --sustain N        batched: two thirds of its most for so long (default ${USUAL.sustainSeconds}; 0: not at all)
  --cores N          everything, the load too, on so many processors (taskset)
  --keep             writes bench/results, of which docs/benchmarks.md is made
  --json             one JSON object on stdout and nothing else

${SCENARIO_LINES.join('\n')}

Exit code: 0 every sale was as it was told and no ratio was too low, 1 one was not, 2 nothing was measured.
`;
const FLAGS = { ...PLAN_FLAGS, keep: { type: 'boolean' }, json: { type: 'boolean' } } as const;

export async function bench(args: readonly string[]): Promise<number> {
  const given = readFlags(args, FLAGS, 'npm run bench -- --help');
  if (given['help'] === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const wrk = await wrkVersion();
  const cores = wholeNumber(given, 'cores', cpus().length, { least: 1, most: cpus().length });
  if (cores < cpus().length) await holdTo(cores);
  const { results, crossed } = await withBenchStack(1, (stack) => measureAll(stack, given, { wrk, cores }));
  process.stdout.write(
    given['json'] === true ? `${JSON.stringify({ results, crossed })}\n` : resultsText(results),
  );
  process.stderr.write(crossed.map((one) => `${crossingText(one)}\n`).join(''));
  const faults = results.flatMap(faultsIn);
  return faults.length > 0 || crossed.some(({ counts }) => counts) ? 1 : 0;
}

interface Means {
  /** its version */
  readonly wrk: string;
  readonly cores: number;
}

interface Measured {
  readonly results: BenchResults[];
  readonly crossed: readonly Crossing[];
}

async function measureAll(stack: BenchStack, given: Given, { wrk, cores }: Means): Promise<Measured> {
  const { strategies } = await new Questions(stack.api).ask('GET', '/v1/strategies', StrategyList);
  const sold = strategies.filter(({ labOnly }) => !labOnly).map(({ key }) => key);
  const plan = planFrom(given, sold);
  const quick = given['quick'] === true;
  // one no-op a round for all of them: for the gate a minute must do
  const byStrategy = groupBy(plan.cells, ({ strategy }) => (quick ? 'in short' : strategy));
  const steps = plan.replicas.length * byStrategy.size;
  const progress = progressOn(given['json'] === true ? process.stderr : process.stdout, steps);
  progress.doing('what the machine can do');
  const about = {
    ...(await aboutRun(stack, plan, wrk)),
    ceilings: await ceilingsOf(stack, given['quick'] === true),
  };
  const results: BenchResults[] = [];
  const crossed: Crossing[] = [];
  for (const replicas of plan.replicas) {
    await atSize(stack, replicas, progress, async (site) => {
      for (const [strategy, cells] of byStrategy) {
        const runs = await measureCells(site, plan, cells, progress);
        if (quick) crossed.push(...(await confirmed(site, plan, cells, runs, progress)));
        const open = await measureOpenShares(site, plan, runs, progress);
        const long = await measureLong(site, plan, runs, progress);
        const one = { ...about, strategy, replicas, cores, runs, open, ...long };
        const path = given['keep'] === true ? relative('.', writeResults(stack.project, one)) : '';
        results.push(one);
        progress.done(`${strategy} at ${replicas}  ${path}`);
      }
    });
  }
  progress.end();
  return { results, crossed };
}

async function atSize(
  stack: BenchStack,
  replicas: number,
  progress: Progress,
  work: (site: Site) => Promise<void>,
): Promise<void> {
  const running = stack.processes().filter(({ role }) => role === 'booking').length;
  if (running !== replicas) {
    progress.doing(`scaling to ${replicas}`);
    await stack.scaleTo(replicas);
  }
  await withNoOpFront(stack, replicas, (noOp) => work({ stack, noOp, replicas }));
}

/** What is too low once may have had bad luck with its neighbours: it is measured again, and counts if it is again. */
async function confirmed(
  site: Site,
  plan: Plan,
  cells: readonly Cell[],
  runs: Parameters<typeof crossings>[0],
  progress: Progress,
): Promise<Crossing[]> {
  const thresholds = readThresholds(site.stack.project);
  const crossed = crossings(runs, thresholds);
  const low = new Set(crossed.filter(({ counts }) => counts).map(({ cell }) => cell));
  const again = cells.filter(({ strategy, scenario }) => low.has(`${strategy} ${scenario}`));
  if (again.length === 0) return crossed;
  const unjudged = crossed.filter(({ counts }) => !counts);
  return [...unjudged, ...crossings(await measureCells(site, plan, again, progress), thresholds)];
}
