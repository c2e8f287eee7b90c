import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { temporaryFolder } from '../../deploy/local/servers/account.mjs';
import { locateServers } from '../../deploy/local/servers/locate.mjs';
import { startNats } from '../../deploy/local/servers/nats.mjs';
import { freePorts } from '../../deploy/local/servers/ports.mjs';
import { startPostgres } from '../../deploy/local/servers/postgres.mjs';
import { startRedis } from '../../deploy/local/servers/redis.mjs';
import { migrateTemplate } from './databases.ts';

export interface TestServers {
  /** Of a migrated database that tests clone and never change. */
  readonly templateUrl: string;
  readonly redisUrls: string[];
  /** One for each worker: replicas of one test would answer the roll call of another. */
  readonly natsUrls: string[];
}

declare module 'vitest' {
  export interface ProvidedContext {
    servers: TestServers;
  }
}

/** Durability is tested where it is the subject; elsewhere neither a commit nor a lease need wait for the disk. */
const NOT_DURABLE = { postgres: { fsync: 'off' }, redis: { appendfsync: 'no' } };
const REDIS_NODES = 3;

/** Real servers for all test files of a run, on free ports, in a folder of their own; gone when the run is. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = temporaryFolder('lastseat-tests');
  mkdirSync(folder, { recursive: true });
  const binaries = await locateServers();
  const workers = project.config.maxWorkers;
  const [postgresPort = 0, ...ports] = await freePorts(1 + REDIS_NODES + workers);
  const [redisPorts, natsPorts] = [ports.slice(0, REDIS_NODES), ports.slice(REDIS_NODES)];
  const place = (name: string, port: number) => ({ dir: join(folder, name), port, boundToParent: true });
  const nats = await Promise.all(
    natsPorts.map((port, n) => startNats({ ...place(`nats-${n + 1}`, port), binary: binaries.nats })),
  );
  const servers = await Promise.all([
    startPostgres({
      ...place('postgres', postgresPort),
      binary: binaries.postgres,
      password: 'test',
      settings: NOT_DURABLE.postgres,
    }),
    ...redisPorts.map((port, n) =>
      startRedis({
        ...place(`redis-${n + 1}`, port),
        binary: binaries.redis,
        settings: NOT_DURABLE.redis,
      }),
    ),
  ]);
  const [postgres, ...redis] = servers;
  const templateUrl = await migrateTemplate(postgres.url);
  project.provide('servers', {
    templateUrl,
    natsUrls: nats.map(({ url }) => url),
    redisUrls: redis.map(({ url }) => url),
  });
  return async () => {
    await Promise.all([...servers, ...nats].map((server) => server.stop()));
    rmSync(folder, { recursive: true, force: true });
  };
}
