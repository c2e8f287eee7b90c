import { inject } from 'vitest';
import { freePorts } from '../../../../deploy/local/servers/ports.mjs';
import { natsUrl } from '../../../../tools/test-servers/nats.ts';
import { type ServiceProcess, startService } from '../../../../tools/test-servers/service-process.ts';

export interface Replica extends ServiceProcess {
  readonly name: string;
}

export interface ReplicaNeeds {
  /** Where `npm run build` was run. */
  readonly project?: string;
  /** Beyond what each needs. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Real replicas, each a process of its own, as `npm start` runs them: of what `npm run build` made. */
export async function startReplicas(
  count: number,
  databaseUrl: string,
  needs: ReplicaNeeds = {},
): Promise<Replica[]> {
  const ports = await freePorts(count);
  const starting = ports.map((port, index) => startReplica(`booking-${index + 1}`, port, databaseUrl, needs));
  try {
    return await Promise.all(starting);
  } catch (error) {
    // nobody will stop those that have started
    for (const one of await Promise.allSettled(starting))
      if (one.status === 'fulfilled') await one.value.stop('SIGKILL');
    throw error;
  }
}

async function startReplica(
  name: string,
  port: number,
  databaseUrl: string,
  { env: more, ...project }: ReplicaNeeds,
): Promise<Replica> {
  const env = {
    LASTSEAT_REPLICA: name,
    DATABASE_URL: databaseUrl,
    REDIS_NODES: inject('servers').redisUrls.join(','),
    NATS_URL: natsUrl(),
    ...more,
  };
  return { name, ...(await startService('booking', { port, env, ...project })) };
}
