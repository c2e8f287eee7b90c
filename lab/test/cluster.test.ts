import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { within } from '#deadlines';
import type * as Declared from '#launcher';
import * as launcher from '../../deploy/local/launcher.mjs';
import type { Cluster } from '../src/cluster/cluster.js';
import { familyOf } from '../src/cluster/server-process.js';
import { withCluster } from '../src/cluster/with-cluster.js';
import { StubCluster } from './stub-cluster.ts';

const NO_ANSWER_MS = 300;
const SLOW_MS = 120_000;
/** What pg says, by how far it had come. */
const CUT_OFF = /terminated|ECONNRESET|EPIPE|not queryable/;
const MINUTE_S = 60;
/** Between two looks at clocks, on a busy machine. */
const LATE_S = 10;

const stub = new StubCluster();
let cluster: Cluster;

beforeAll(async () => {
  cluster = await stub.start();
}, SLOW_MS);
afterAll(async () => {
  await stub.end();
  stub.remove();
}, SLOW_MS);

it('the launcher is as it is declared', () => {
  const declared: typeof Declared = launcher;
  expect(declared).toBe(launcher);
});

describe('a server of the lab’s cluster', () => {
  it('that is killed comes back with what it stored, one that is wiped without', async () => {
    const node = cluster.server('redis-2');
    const client = stub.redis(stub.recorded('redis-2').url);
    await client.set('kept', 'yes');
    const first = node.pid();
    await node.kill();
    expect(node.isRunning()).toBe(false);
    await node.start();
    expect([node.isRunning(), node.pid() === first]).toEqual([true, false]);
    expect(await client.get('kept')).toBe('yes');
    await expect(node.start({ wipe: true })).rejects.toThrow('redis-2 runs already');
    await node.kill();
    await node.start({ wipe: true });
    expect(await client.get('kept')).toBeNull();
  });

  it('that is stopped is silent until it goes on', async () => {
    const client = stub.redis(stub.recorded('redis-2').url);
    await client.ping();
    await cluster.server('redis-2').stop();
    const asked = client.ping();
    expect(await within(asked, NO_ANSWER_MS)).toBeUndefined();
    expect(cluster.server('redis-2').isStopped()).toBe(true);
    await cluster.server('redis-2').goOn();
    expect(await asked).toBe('PONG');
    expect(cluster.server('redis-2').isStopped()).toBe(false);
  });

  it('may be PostgreSQL with all its sessions, but its data is never wiped', async () => {
    const { postgres } = cluster;
    await stub.withPostgres(async (client) => {
      await client.query('CREATE TABLE kept AS SELECT 1 AS one');
      await postgres.kill();
      await expect(client.query('SELECT 1')).rejects.toThrow(CUT_OFF);
    });
    await expect(postgres.start({ wipe: true })).rejects.toThrow('the data of postgres is not to be wiped');
    await postgres.start();
    await stub.withPostgres(async (client) => {
      expect((await client.query('SELECT one FROM kept')).rows).toEqual([{ one: 1 }]);
      await postgres.stop();
      const asked = client.query('SELECT 2 AS two');
      expect(await within(asked, NO_ANSWER_MS)).toBeUndefined();
      await postgres.goOn();
      expect((await asked).rows).toEqual([{ two: 2 }]);
    });
  });

  it('may be NATS, and loses its streams', async () => {
    const stored = join(stub.recorded('nats').data, 'jetstream', 'stored');
    mkdirSync(dirname(stored), { recursive: true });
    writeFileSync(stored, '');
    await cluster.nats.kill();
    await cluster.nats.start({ wipe: true });
    expect(existsSync(stored)).toBe(false);
  });

  it('may be a replica, asked directly', async () => {
    const [, second] = cluster.replicas;
    if (second === undefined) throw new Error('no second replica');
    const answer = async (): Promise<string> => (await fetch(second.url)).text();
    expect([second.name, await answer()]).toEqual(['booking-2', 'booking-2']);
    await second.process.kill();
    await expect(answer()).rejects.toThrow('fetch failed');
    await second.process.start();
    expect(await answer()).toBe('booking-2');
  });
});

describe('clocks and disks', () => {
  it('one Redis node is a minute ahead: its leases are over, the other nodes are right', async () => {
    const aheadS = async (of: 'redis-1' | 'redis-3' | 'booking-1'): Promise<number> =>
      (await cluster.clockAhead(of)) / 1_000;
    const shifted = stub.redis(stub.recorded('redis-1').url);
    await shifted.set('leased', 'yes', 'EX', MINUTE_S / 2);
    await cluster.shiftClock('redis-1', MINUTE_S * 1_000);
    expect(Math.abs((await aheadS('redis-1')) - MINUTE_S)).toBeLessThan(LATE_S);
    expect(Math.abs(await aheadS('redis-3'))).toBeLessThan(LATE_S);
    expect(Math.abs(await aheadS('booking-1'))).toBeLessThan(LATE_S);
    expect(await shifted.exists('leased')).toBe(0);
    await cluster.shiftClock('redis-1', 0);
    expect(Math.abs(await aheadS('redis-1'))).toBeLessThan(LATE_S);
    await expect(cluster.shiftClock('booking-2', 1)).rejects.toThrow('booking-2');
  });

  it('a commit takes as long as the disk', async () => {
    await cluster.slowDisk(200);
    expect(await cluster.commitTook()).toBeGreaterThan(195);
    await cluster.slowDisk(0);
  });
});

describe('a power cut', () => {
  it(
    'takes what was not synced, and no commit; or the cluster says why there can be none',
    { timeout: SLOW_MS },
    async () => {
      if (cluster.missing.root !== undefined) {
        await expect(cluster.powerCut()).rejects.toThrow('A power cut needs');
        return;
      }
      await cluster.moveToOwnDisk();
      const { data } = stub.recorded('postgres');
      await stub.withPostgres(async (client) => {
        await client.query('CREATE TABLE synced AS SELECT 1 AS one');
        writeFileSync(join(data, 'not-synced'), 'lost');
        await cluster.powerCut();
        await expect(client.query('SELECT 1')).rejects.toThrow(CUT_OFF);
      });
      const left = existsSync(join(data, 'not-synced')) ? readFileSync(join(data, 'not-synced'), 'utf8') : '';
      expect(left).toBe('');
      await stub.withPostgres(async (client) => {
        expect((await client.query('SELECT one FROM synced')).rows).toEqual([{ one: 1 }]);
      });
    },
  );
});

describe('links', () => {
  it('are how a replica reaches PostgreSQL and Redis, and only its own', async () => {
    const [first, second] = [stub.environmentOf('booking-1'), stub.environmentOf('booking-2')];
    expect([first.has('LD_PRELOAD'), second.has('LD_PRELOAD')]).toEqual([true, false]);
    const [client, other] = [first, second].map(
      (env) => new pg.Client({ connectionString: env.get('DATABASE_URL') }),
    );
    client?.on('error', () => undefined); // its link is cut here
    await Promise.all([client?.connect(), other?.connect()]);
    const link = cluster.links({ replica: 'booking-1', to: 'postgres' });
    await link.cut('refuse');
    await expect(client?.query('SELECT 1')).rejects.toThrow(CUT_OFF);
    expect(await link.dropped()).toBeGreaterThan(0);
    expect((await other?.query('SELECT 1 AS one'))?.rows).toEqual([{ one: 1 }]);
    await other?.end();
    const node = stub.redis(second.get('REDIS_NODES')?.split(',')[2] ?? '');
    expect(await node.ping()).toBe('PONG');
    await cluster.links({ replica: 'booking-2', to: 'redis-3' }).cut('silence');
    expect(await within(node.ping(), NO_ANSWER_MS)).toBeUndefined();
  });
});

describe('a cluster', () => {
  it(
    'is alone in its folder, can do everything here, and leaves nothing behind',
    { timeout: SLOW_MS },
    async () => {
      // root may be missing for more reasons than one, and the test of the power cut knows
      expect(Object.keys(cluster.missing).filter((need) => need !== 'root')).toEqual([]);
      await expect(withCluster(stub.own, () => Promise.resolve())).rejects.toThrow('"npm run matrix"');
      // as a fault that was interrupted leaves it
      await cluster.postgres.stop();
      const sessions = familyOf(stub.recorded('postgres'));
      await stub.end();
      expect(sessions.filter((one) => launcher.isAlive(one))).toEqual([]);
      expect([existsSync(stub.own.home), stub.survivors()]).toEqual([false, []]);
    },
  );
});
