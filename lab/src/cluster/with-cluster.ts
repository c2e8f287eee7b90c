import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Layout } from '#launcher';
import {
  Mistake,
  isAlive,
  launch,
  launchNow,
  makeLayout,
  ownEnvironment,
  prepareShift,
  readState,
  withLock,
} from '#launcher';
import { UserError } from '../user-error.js';
import type { Cluster } from './cluster.js';
import { PowerDisk } from './power-disk.js';
import { familyOf, send } from './server-process.js';
import { StackCluster } from './stack-cluster.js';

export interface OwnCluster {
  replicas: number;
  /** A folder of its own, which is gone afterwards. */
  home: string;
  /** Shown to whoever starts a second one meanwhile. */
  command: string;
}

const DOWN = ['down', '--wipe'];
/** Their stopping takes seconds, as they let requests end, and nobody will read their data again. */
const FELLED = new Set(['booking', 'inventory', 'payments', 'links', 'redis', 'nats']);

/**
 * A stack beside any other that may run here, for as long as `work` takes: servers are killed and wiped in it.
 */
export async function withCluster<Result>(
  { replicas, ...own }: OwnCluster,
  work: (cluster: Cluster) => Promise<Result>,
): Promise<Result> {
  const env = await ownEnvironment(own.home);
  return await withOwnStack({ ...own, env }, async (layout) => work(await start(env, layout, replicas)));
}

/**
 * A folder and ports for a stack that `work` starts. Whatever happens it is taken down, also at Ctrl-C; what a kill -9
 * of ours left behind, the next one clears away.
 */
export async function withOwnStack<Result>(
  { home, command, env }: { home: string; command: string; env: NodeJS.ProcessEnv },
  work: (layout: Layout) => Promise<Result>,
): Promise<Result> {
  await mkdir(dirname(home), { recursive: true });
  const layout = makeLayout(env);
  const down = (): void => {
    fell(layout);
    launchNow(env, ...DOWN);
  };
  try {
    return await withLock(`${home}.lock`, { command }, async () => {
      process.once('exit', down);
      try {
        if (existsSync(home)) await end(env, layout);
        return await work(layout);
      } finally {
        await end(env, layout);
        await rm(home, { recursive: true, force: true });
        process.off('exit', down);
      }
    });
  } catch (error) {
    throw error instanceof Mistake ? new UserError(error.message, { cause: error }) : error;
  }
}

async function end(env: NodeJS.ProcessEnv, layout: Layout): Promise<void> {
  fell(layout);
  await launch(env, ...DOWN);
}

async function start(env: NodeJS.ProcessEnv, layout: Layout, replicas: number): Promise<Cluster> {
  const noShift = await prepareShift();
  await launch(env, 'up', '--replicas', `${replicas}`);
  const disk = new PowerDisk(layout);
  const noDisk = await disk.prepare();
  return new StackCluster(layout, disk, {
    ...(noShift !== null && { clocks: noShift, 'slow-disk': noShift }),
    ...(noDisk !== null && { root: noDisk }),
  });
}

function fell(layout: Layout): void {
  for (const one of readState(layout)?.processes ?? []) {
    if (FELLED.has(one.role)) send(one, 'SIGKILL');
    // where a fault was interrupted its sessions stand still, and would not see that it ends
    else if (isAlive(one)) for (const member of familyOf(one)) send(member, 'SIGCONT');
  }
  PowerDisk.letGo(layout);
}
