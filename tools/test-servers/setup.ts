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
  readonly natsUrl: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    servers: TestServers;
  }
}

/** Durability is tested where it is the subject; elsewhere a commit need not wait for the disk. */
const NOT_DURABLE = { fsync: 'off' };
const REDIS_NODES = 3;

/** Real servers for all test files of a run, on free ports, in a folder of their own; gone when the run is. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = temporaryFolder('lastseat-tests');
  mkdirSync(folder, { recursive: true });
  const binaries = await locateServers();
  const ports = await freePorts(REDIS_NODES + 2);
  const [postgresPort = 0, natsPort = 0, ...redisPorts] = ports;
  const place = (name: string, port: number) => ({ dir: join(folder, name), port, boundToParent: true });
  const servers = await Promise.all([
    startPostgres({
      ...place('postgres', postgresPort),
      binary: binaries.postgres,
      password: 'test',
      settings: NOT_DURABLE,
    }),
    startNats({ ...place('nats', natsPort), binary: binaries.nats }),
    ...redisPorts.map((port, n) => startRedis({ ...place(`redis-${n + 1}`, port), binary: binaries.redis })),
  ]);
  const [postgres, nats, ...redis] = servers;
  const templateUrl = await migrateTemplate(postgres.url);
  project.provide('servers', { templateUrl, natsUrl: nats.url, redisUrls: redis.map(({ url }) => url) });
  return async () => {
    await Promise.all(servers.map((server) => server.stop()));
    rmSync(folder, { recursive: true, force: true });
  };
}
