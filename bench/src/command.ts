import { StrategyList } from '#contracts';
import { groupBy } from '../../lab/src/group-by.js';
import { readFlags } from '../../lab/src/flags.js';
import { Questions } from '../../lab/src/questions.js';
import { progressOn } from '../../lab/src/report/progress.js';
import { measureCells } from './bench.js';
import { SCENARIOS, SCENARIO_WORDS } from './load/scenarios.js';
import { wrkVersion } from './load/wrk.js';
import type { Run } from './measure/run.js';
import { PLAN_FLAGS, USUAL, planFrom } from './plan.js';
import { withBenchStack } from './stack/bench-stack.js';
import { withNoOpFront } from './stack/no-op-front.js';
import { runsText } from './report/text.js';

const SCENARIO_LINES = SCENARIOS.map((name) => `  ${name.padEnd(9)} ${SCENARIO_WORDS[name]}`);

const HELP = `Claims a second, beside what this machine can do at all, on a stack of its own.

  npm run bench

  --quick            a minute and a half, for the gate
  --only LIST        these strategies alone
  --scenario LIST    these alone: ${SCENARIOS.join(', ')}
  --replicas LIST    so many replicas (default ${USUAL.replicas.join(',')})
  --connections LIST so many connections (default ${USUAL.connections.join(',')})
  --rounds N         each so often (default ${USUAL.rounds})
  --seconds N        for so long each time (default ${USUAL.seconds})
  --json             one JSON object on stdout and nothing else

${SCENARIO_LINES.join('\n')}

Exit code: 0 every sale was as it was told, 1 one was not, 2 nothing was measured.
`;

export async function bench(args: readonly string[]): Promise<number> {
  const flags = { ...PLAN_FLAGS, json: { type: 'boolean' } } as const;
  const given = readFlags(args, flags, 'npm run bench -- --help');
  if (given['help'] === true) {
    process.stdout.write(HELP);
    return 0;
  }
  await wrkVersion();
  const json = given['json'] === true;
  const runs: Run[] = [];
  await withBenchStack(1, async (stack) => {
    const { strategies } = await new Questions(stack.api).ask('GET', '/v1/strategies', StrategyList);
    const plan = planFrom(
      given,
      strategies.filter(({ labOnly }) => !labOnly).map(({ key }) => key),
    );
    const byStrategy = groupBy(plan.cells, ({ strategy }) => strategy);
    const progress = progressOn(
      json ? process.stderr : process.stdout,
      plan.replicas.length * byStrategy.size,
    );
    for (const replicas of plan.replicas) {
      progress.doing(`scaling to ${replicas}`);
      if (replicas !== runningReplicas(stack.processes())) await stack.scaleTo(replicas);
      await withNoOpFront(stack, replicas, async (noOp) => {
        for (const [strategy, cells] of byStrategy) {
          runs.push(...(await measureCells({ stack, noOp, replicas }, plan, cells, progress)));
          progress.done(`${strategy} at ${replicas}`);
        }
      });
    }
    progress.end();
  });
  process.stdout.write(json ? `${JSON.stringify({ runs })}\n` : `\n${runsText(runs)}\n`);
  return runs.some(({ faults }) => faults.length > 0) ? 1 : 0;
}

const runningReplicas = (processes: readonly { role: string }[]): number =>
  processes.filter(({ role }) => role === 'booking').length;
