import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Mistake, launch, launchNow, makeLayout, ownEnvironment, prepareShift, withLock } from '#launcher';
import { UserError } from '../user-error.js';
import type { Cluster } from './cluster.js';
import { StackCluster } from './stack-cluster.js';

export interface OwnCluster {
  replicas: number;
  /** A folder of its own, which is gone afterwards. */
  home: string;
  /** Shown to whoever starts a second one meanwhile. */
  command: string;
}

/**
 * A stack beside any other that may run here, for as long as `work` takes: servers are killed and wiped in it. Whatever
 * happens it is taken down, also at Ctrl-C; what a kill -9 of ours left behind, the next one clears away.
 */
export async function withCluster<Result>(
  { replicas, home, command }: OwnCluster,
  work: (cluster: Cluster) => Promise<Result>,
): Promise<Result> {
  const env = await ownEnvironment(home);
  await mkdir(dirname(home), { recursive: true });
  const down = (): void => launchNow(env, 'down', '--wipe');
  try {
    return await withLock(`${home}.lock`, { command }, async () => {
      if (existsSync(home)) await launch(env, 'down', '--wipe');
      process.once('exit', down);
      try {
        return await work(await start(env, replicas));
      } finally {
        process.off('exit', down);
        await launch(env, 'down', '--wipe');
        await rm(home, { recursive: true, force: true });
      }
    });
  } catch (error) {
    throw error instanceof Mistake ? new UserError(error.message, { cause: error }) : error;
  }
}

async function start(env: NodeJS.ProcessEnv, replicas: number): Promise<Cluster> {
  const noShift = await prepareShift();
  await launch(env, 'up', '--replicas', `${replicas}`);
  return new StackCluster(makeLayout(env), noShift === null ? {} : { clocks: noShift, 'slow-disk': noShift });
}
