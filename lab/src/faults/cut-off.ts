import type { Link } from '../cluster/cluster.js';
import type { Fault, Injected } from './fault.js';
import { AT_WORK } from './fault.js';

/** Longer than a transaction may idle (2 s). */
const CUT_MS = 4_500;

async function silence(links: readonly Link[]): Promise<Injected> {
  await Promise.all(links.map((link) => link.cut('silence')));
  return {
    happened: async () => {
      const dropped = await Promise.all(links.map((link) => link.dropped()));
      return dropped.some((count) => count > 0);
    },
    heal: async () => {
      await Promise.all(links.map((link) => link.restore()));
    },
  };
}

export const cutFromPostgres: Fault = {
  ...AT_WORK,
  does: 'a replica is cut off from PostgreSQL while it works: nothing arrives, nothing is refused',
  holdMs: CUT_MS,
  takesHolder: true,
  needs: ['links'],
  inject: async ({ cluster, victim }) =>
    await silence([cluster.links({ replica: victim.name, to: 'postgres' })]),
};

export const cutFromRedis: Fault = {
  ...AT_WORK,
  does: 'a replica is cut off from two of three Redis nodes while it has a lease',
  needs: ['links'],
  inject: async ({ cluster, victim }) =>
    await silence(
      ['redis-2', 'redis-3'].map((to) => cluster.links({ replica: victim.name, to: to as Link['to'] })),
    ),
};

export const cutFromNats: Fault = {
  ...AT_WORK,
  does: 'a replica is cut off from NATS while it works',
  needs: ['links'],
  inject: async ({ cluster, victim }) => await silence([cluster.links({ replica: victim.name, to: 'nats' })]),
};
