import { machineOf } from '../../../lab/src/results-file.js';
import { gitCommit } from '../../../lab/src/stack.js';
import type { Plan } from '../plan.js';
import type { BenchStack } from '../stack/bench-stack.js';
import type { BenchResults } from './results.js';
import { FORMAT } from './results.js';

type About = Pick<BenchResults, 'format' | 'date' | 'commit' | 'machine' | 'configuration'>;

/** All that is needed to do it again. */
export async function aboutRun(stack: BenchStack, plan: Plan, wrk: string): Promise<About> {
  const { redis = '', nats = '', nginx = '' } = stack.versions;
  const { rounds, seconds, openSeconds } = plan;
  return {
    format: FORMAT,
    date: new Date().toISOString(),
    commit: await gitCommit(stack.project),
    machine: machineOf(stack),
    configuration: {
      ...{ profile: 'production', guard: 'on', workMs: 0, synchronousCommit: 'on', fsync: 'on' },
      ...{ rounds, seconds, openSeconds, wrk, redis, nats, nginx },
    },
  };
}
