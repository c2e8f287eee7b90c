import type { ServerProcess } from '../cluster/cluster.js';
import type { Fault, Injected } from './fault.js';
import { AT_WORK } from './fault.js';

/** Longer than all of it: no lease ends by itself. */
const LEASE_MS = 6_000;
/** Longer than a lock library is waited for (2.5 s). */
const LOST_MS = 3_300;

async function lose(nodes: readonly ServerProcess[]): Promise<Injected> {
  await Promise.all(nodes.map((node) => node.kill()));
  return {
    happened: async () => nodes.every((node) => !node.isRunning()),
    heal: async () => {
      await Promise.all(nodes.map((node) => node.start()));
    },
  };
}

export const redisMinorityLost: Fault = {
  ...AT_WORK,
  lockTtlMs: LEASE_MS,
  holdMs: LOST_MS,
  does: 'one of three Redis nodes is killed while a claim has its lease',
  inject: async ({ cluster }) => await lose(cluster.redis.slice(-1)),
};

export const redisMajorityLost: Fault = {
  ...AT_WORK,
  does: 'two of three Redis nodes are killed while a claim has its lease, and come back later',
  lockTtlMs: LEASE_MS,
  holdMs: LOST_MS,
  inject: async ({ cluster }) => await lose(cluster.redis.slice(1)),
};
