import { createServer } from 'node:http';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { identityOf, isAlive } from '../process/identity.mjs';
import { temporaryFolder } from '../servers/account.mjs';
import { locateServers } from '../servers/locate.mjs';
import { startNats } from '../servers/nats.mjs';
import { startNginx } from '../servers/nginx.mjs';
import { freePorts } from '../servers/ports.mjs';
import { startPostgres } from '../servers/postgres.mjs';
import { startRedis } from '../servers/redis.mjs';

const SLOW_MS = 90_000;
const FAST_DISK = { fsync: 'off' };

const rows = async (url: string, statement: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
};

describe('real servers', { timeout: SLOW_MS }, () => {
  let binaries: Awaited<ReturnType<typeof locateServers>>;
  let folder = '';
  const running: { stop: () => Promise<void> }[] = [];

  beforeAll(async () => {
    binaries = await locateServers();
    folder = temporaryFolder('lastseat-servers');
  }, SLOW_MS);
  afterEach(async () => {
    await Promise.all(running.splice(0).map(({ stop }) => stop()));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const kept = <Server extends { stop: () => Promise<void> }>(server: Server): Server => {
    running.push(server);
    return server;
  };
  const postgres = async (name: string, password: string) => {
    const [port = 0] = await freePorts(1);
    const [dir, binary] = [join(folder, name), binaries.postgres];
    const options = { dir, port, binary, password, settings: FAST_DISK, boundToParent: true };
    return kept(await startPostgres(options));
  };
  it('PostgreSQL keeps its data over a restart, and takes a new password for a lost one', async () => {
    const first = await postgres('postgres', 'first');
    await rows(first.url, 'CREATE TABLE kept AS SELECT 1 AS one');
    await first.stop();
    expect(isAlive(first)).toBe(false);
    const second = await postgres('postgres', "se'cond");
    expect(await rows(second.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    const setting = await rows(
      second.url,
      "SELECT current_setting('client_connection_check_interval') AS it",
    );
    expect(setting).toEqual([{ it: '200ms' }]);
  });

  it('PostgreSQL refuses data of another major version in one sentence', async () => {
    const dir = join(folder, 'foreign');
    mkdirSync(dir);
    writeFileSync(join(dir, 'PG_VERSION'), '9\n');
    const message = /written by PostgreSQL 9, but the one found is .* npm run down -- --wipe/;
    await expect(postgres('foreign', 'x')).rejects.toThrow(message);
  });

  it('Redis waits for the disk, and its command starts it again', async () => {
    const [port = 0] = await freePorts(1);
    const options = { dir: join(folder, 'redis'), port, binary: binaries.redis, boundToParent: true };
    const server = kept(await startRedis(options));
    const client = new Redis(server.url, { lazyConnect: true });
    expect(await client.config('GET', 'appendfsync')).toEqual(['appendfsync', 'always']);
    client.disconnect();
    expect(server.command.at(-1)).toBe(join(folder, 'redis', 'redis.conf'));
  });

  it('NATS has JetStream', async () => {
    const [port = 0] = await freePorts(1);
    const options = { dir: join(folder, 'nats'), port, binary: binaries.nats, boundToParent: true };
    const server = kept(await startNats(options));
    expect(isAlive(server)).toBe(true);
  });

  it('a server that ends while it starts is a sentence with the end of its log', async () => {
    const [port = 0] = await freePorts(1);
    const options = { dir: join(folder, 'broken'), port, binary: binaries.redis, settings: { port: 'none' } };
    const failed = startRedis(options);
    await expect(failed).rejects.toThrow(/^Redis ended while it was starting. From .*redis.log:$/);
    await expect(failed).rejects.toHaveProperty(
      'evidence',
      expect.arrayContaining([expect.stringMatching(/port/)]),
    );
  });

  it('nginx goes past a dead replica, and answers for the late and the lost in problem JSON', async () => {
    const [port = 0, dead = 0, living = 0] = await freePorts(3);
    const replica = createServer((request, response) => {
      if (request.url === '/lost') request.socket.destroy();
      else response.end(request.headers['x-request-id']);
    }).listen(living, '127.0.0.1');
    await once(replica, 'listening');
    const booking = [dead, living].map((each) => `127.0.0.1:${each}`);
    const nobody = `127.0.0.1:${dead}`;
    const upstreams = { booking, inventory: nobody, payments: nobody };
    const place = { dir: join(folder, 'nginx'), port, binary: binaries.nginx, profile: 'lab' as const };
    const server = kept(await startNginx({ ...place, ...upstreams, boundToParent: true }));
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const answer = await fetch(`${server.url}/any`, {
        method: 'POST',
        headers: { 'x-request-id': 'mine' },
      });
      expect([answer.status, await answer.text()]).toEqual([200, 'mine']);
    }
    const lost = await fetch(`${server.url}/lost`, { method: 'POST' });
    expect([lost.status, lost.headers.get('content-type')]).toEqual([502, 'application/problem+json']);
    expect(await lost.json()).toMatchObject({ code: 'upstream-unknown', retryable: 'unknown' });
    const large = await fetch(`${server.url}/any`, { method: 'POST', body: 'x'.repeat(70_000) });
    expect([large.status, await large.json()]).toMatchObject([413, { status: 413 }]);
    replica.close();
    replica.closeAllConnections();
    await server.stop();
    expect(identityOf(server.pid).startTime).not.toBe(server.startTime);
  });
});
