import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { until, within } from '#deadlines';
import type * as Declared from '#launcher';
import * as launcher from '../../deploy/local/launcher.mjs';
import { allPids, commandLineOf } from '../../deploy/local/process/identity.mjs';
import { stubProject } from '../../deploy/local/test/support/stub-project.ts';
import type { Cluster, ServerName } from '../src/cluster/cluster.js';
import { withCluster } from '../src/cluster/with-cluster.js';

const READY_MS = 10_000;
const NO_ANSWER_MS = 300;
const SLOW_MS = 120_000;
const MINUTE_S = 60;
/** Between two looks at clocks, on a busy machine. */
const LATE_S = 10;

// the types by which the lab knows the launcher are the launcher's
const isAsDeclared: typeof Declared = launcher;

interface Recorded {
  name: string;
  pid: number;
  url: string;
  data: string;
}

const project = stubProject();
const home = join(project, 'own');
const own = { replicas: 2, home, command: 'npm run matrix' };
const clients: Redis[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.disconnect();
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(dirname(home), { recursive: true });
});

const recorded = (name: ServerName): Recorded => {
  const { processes } = JSON.parse(readFileSync(join(home, 'state.json'), 'utf8')) as {
    processes: Recorded[];
  };
  const found = processes.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};
function redisAt(name: ServerName): Redis {
  const client = new Redis(recorded(name).url, { retryStrategy: () => 10 });
  client.on('error', () => undefined); // its server is killed here
  clients.push(client);
  return client;
}
async function withPostgres(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: recorded('postgres').url });
  client.on('error', () => undefined); // its server is killed here
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
const survivors = (): string[] =>
  allPids()
    .map((pid) => commandLineOf(pid).join(' '))
    .filter((line) => line.includes(home));

/** A killed node comes back with what it stored, a wiped one without; a stopped one is silent for a while. */
async function hurtRedis({ redis: [node] }: Cluster): Promise<void> {
  if (node === undefined) throw new Error('no Redis');
  const client = redisAt('redis-1');
  await client.set('kept', 'yes');
  const first = node.pid();
  await node.kill();
  expect(node.isRunning()).toBe(false);
  await node.start();
  expect([node.isRunning(), node.pid() === first]).toEqual([true, false]);
  expect(await client.get('kept')).toBe('yes');
  await expect(node.start({ wipe: true })).rejects.toThrow('redis-1 runs already');
  await node.stop();
  const asked = client.get('kept');
  expect(await within(asked, NO_ANSWER_MS)).toBeUndefined();
  await node.goOn();
  expect(await asked).toBe('yes');
  await node.kill();
  await node.start({ wipe: true });
  expect(await client.get('kept')).toBeNull();
}

async function hurtPostgres({ postgres }: Cluster): Promise<void> {
  await withPostgres(async (client) => {
    await client.query('CREATE TABLE kept AS SELECT 1 AS one');
    await postgres.kill();
    await expect(client.query('SELECT 1')).rejects.toThrow();
  });
  await expect(postgres.start({ wipe: true })).rejects.toThrow('the data of postgres is not to be wiped');
  await postgres.start();
  await withPostgres(async (client) => {
    expect((await client.query('SELECT one FROM kept')).rows).toEqual([{ one: 1 }]);
    await postgres.stop();
    const asked = client.query('SELECT 2 AS two');
    expect(await within(asked, NO_ANSWER_MS)).toBeUndefined();
    await postgres.goOn();
    expect((await asked).rows).toEqual([{ two: 2 }]);
  });
}

async function hurtNats({ nats }: Cluster): Promise<void> {
  const stored = join(recorded('nats').data, 'jetstream', 'stored');
  mkdirSync(dirname(stored), { recursive: true });
  await nats.kill();
  writeFileSync(stored, '');
  await nats.start({ wipe: true });
  expect(existsSync(stored)).toBe(false);
}

async function hurtReplica(cluster: Cluster): Promise<void> {
  const [, second] = cluster.replicas;
  if (second === undefined) throw new Error('no second replica');
  const answer = async (): Promise<string> => (await fetch(second.url)).text();
  expect([second.name, await answer()]).toEqual(['booking-2', 'booking-2']);
  await second.process.kill();
  await expect(answer()).rejects.toThrow();
  await second.process.start();
  expect(await answer()).toBe('booking-2');
}

async function shiftClocks(cluster: Cluster): Promise<void> {
  const secondsAhead = async (client: Redis): Promise<number> =>
    Number((await client.time())[0]) - Date.now() / 1_000;
  const [shifted, right] = [redisAt('redis-1'), redisAt('redis-2')];
  await shifted.set('leased', 'yes', 'EX', MINUTE_S / 2);
  await cluster.shiftClock('redis-1', MINUTE_S * 1_000);
  expect(Math.abs((await secondsAhead(shifted)) - MINUTE_S)).toBeLessThan(LATE_S);
  expect(Math.abs(await secondsAhead(right))).toBeLessThan(LATE_S);
  expect(await shifted.exists('leased')).toBe(0);
  await cluster.shiftClock('redis-1', 0);
  expect(Math.abs(await secondsAhead(shifted))).toBeLessThan(LATE_S);
  await expect(cluster.shiftClock('booking-2', 1)).rejects.toThrow('booking-2');
}

async function slowDisk(cluster: Cluster): Promise<void> {
  await withPostgres(async (client) => {
    await cluster.slowDisk(200);
    const asked = performance.now();
    await client.query('INSERT INTO kept VALUES (2)');
    expect(performance.now() - asked).toBeGreaterThan(195);
    await cluster.slowDisk(0);
  });
}

/** What a replica was started with. */
function environmentOf(name: ServerName): Map<string, string> {
  const words = readFileSync(`/proc/${recorded(name).pid}/environ`, 'utf8').split('\0');
  return new Map(words.map((word) => [word.split('=', 1)[0] ?? '', word.slice(word.indexOf('=') + 1)]));
}

async function goThroughLinks(cluster: Cluster): Promise<void> {
  const [first, second] = [environmentOf('booking-1'), environmentOf('booking-2')];
  expect([first.has('LD_PRELOAD'), second.has('LD_PRELOAD')]).toEqual([true, false]);
  const client = new pg.Client({ connectionString: first.get('DATABASE_URL') });
  client.on('error', () => undefined); // its link is cut here
  await client.connect();
  const link = cluster.links({ replica: 'booking-1', to: 'postgres' });
  await link.cut('refuse');
  await expect(client.query('SELECT 1')).rejects.toThrow();
  expect(await link.dropped()).toBeGreaterThan(0);
  const redis = new Redis(second.get('REDIS_NODES')?.split(',')[2] ?? '', { retryStrategy: () => null });
  redis.on('error', () => undefined); // its link is cut here
  expect(await redis.ping()).toBe('PONG');
  await cluster.links({ replica: 'booking-2', to: 'redis-3' }).cut('refuse');
  expect(await until(READY_MS, 5, () => Promise.resolve(redis.status === 'end'))).toBe(true);
}

describe('a cluster of the lab’s own', () => {
  it(
    'can be hurt in every way, beside no other, and leaves nothing behind',
    { timeout: SLOW_MS },
    async () => {
      expect(isAsDeclared).toBe(launcher);
      vi.stubEnv('LASTSEAT_PROJECT', project);
      const result = await withCluster(own, async (cluster) => {
        expect(cluster.missing).toEqual({});
        await expect(withCluster(own, () => Promise.resolve())).rejects.toThrow('"npm run matrix"');
        await hurtRedis(cluster);
        await hurtPostgres(cluster);
        await hurtNats(cluster);
        await hurtReplica(cluster);
        await shiftClocks(cluster);
        await slowDisk(cluster);
        await goThroughLinks(cluster);
        return 'done';
      });
      expect([result, existsSync(home), survivors()]).toEqual(['done', false, []]);
    },
  );
});
