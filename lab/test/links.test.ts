import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Socket, connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { until, within } from '#deadlines';
import { linksOf } from '../../deploy/local/links/plan.mjs';
import { freePorts } from '../../deploy/local/servers/ports.mjs';
import { accepts } from '../../deploy/local/servers/server.mjs';
import type { LinkPorts } from '../../deploy/local/links/plan.mjs';
import { StackLink } from '../src/cluster/stack-link.js';
import { Questions } from '../src/questions.js';

const PROGRAM = fileURLToPath(new URL('../../deploy/local/links/main.mjs', import.meta.url));
const LINKS = 51;
const READY_MS = 10_000;
/** Long enough for an answer on the same machine, if there is one. */
const NO_ANSWER_MS = 300;
const PING = 'PING\r\n';
const PONG = '+PONG\r\n';

let links: ChildProcess;
let ports: LinkPorts;
let redis: Redis;
let link: StackLink;
let other: StackLink;
const clients: Socket[] = [];

const portOf = (url = ''): number => Number(new URL(url).port);

beforeAll(async () => {
  const { redisUrls, natsUrls, templateUrl } = inject('servers');
  const [first = 0] = await freePorts(LINKS);
  ports = {
    links: first,
    postgres: portOf(templateUrl),
    redis: portOf(redisUrls[0]),
    nats: portOf(natsUrls[0]),
  };
  const wanted = [ports.links, ports.postgres, ports.redis, ports.nats].map(String);
  links = spawn(process.execPath, [PROGRAM, ...wanted], { stdio: 'inherit' });
  expect(await until(READY_MS, 20, () => accepts(first))).toBe(true);
  redis = new Redis(redisUrls[0] ?? '');
  const questions = new Questions(`http://127.0.0.1:${first}`);
  link = new StackLink(questions, 'booking-1', 'redis-1');
  other = new StackLink(questions, 'booking-2', 'redis-1');
});
afterEach(async () => {
  await Promise.all([link.restore(), other.restore()]);
  for (const client of clients.splice(0)) client.destroy();
});
afterAll(async () => {
  redis.disconnect();
  links.kill();
  await once(links, 'exit');
});

function dial(replica = 1): Socket {
  const port = linksOf(ports, replica).find(({ to }) => to === 'redis-1')?.port ?? 0;
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => undefined); // its close is waited for
  clients.push(socket);
  return socket;
}

async function connected(replica = 1): Promise<Socket> {
  const socket = dial(replica);
  await once(socket, 'connect');
  return socket;
}

async function ask(socket: Socket, question = PING, withinMs = READY_MS): Promise<string | undefined> {
  const answer = once(socket, 'data');
  answer.catch(() => undefined); // an answer that nobody waits for any longer
  socket.write(question);
  return (await within(answer, withinMs))?.toString();
}

const closed = async (socket: Socket): Promise<boolean> =>
  until(READY_MS, 5, () => Promise.resolve(socket.closed));
const dropped = async (wanted: number): Promise<boolean> =>
  until(READY_MS, 5, async () => (await link.dropped()) === wanted);
/** What Redis knows of the connection that gave itself this name. */
const knows = async (name: string): Promise<boolean> =>
  String(await redis.client('LIST')).includes(`name=${name}`);

describe('a link', () => {
  it('that is whole passes on what is said, and that somebody has left', async () => {
    const socket = await connected();
    expect(await ask(socket)).toBe(PONG);
    await ask(socket, 'CLIENT SETNAME leaves\r\n');
    expect(await knows('leaves')).toBe(true);
    socket.end();
    expect(await until(READY_MS, 20, async () => !(await knows('leaves')))).toBe(true);
  });

  it('that is silent answers nothing and ends nothing, also not for the server', async () => {
    const [talks, listens] = [await connected(), await connected()];
    const aborts = await connected();
    await ask(talks, 'CLIENT SETNAME partitioned\r\n');
    await ask(aborts, 'CLIENT SETNAME aborted\r\n');
    await ask(listens);
    await link.cut('silence');
    expect(await ask(talks, PING, NO_ANSWER_MS)).toBeUndefined();
    expect([talks.closed, await dropped(PING.length)]).toEqual([false, true]);
    const late = await connected();
    expect(await ask(late, PING, NO_ANSWER_MS)).toBeUndefined();
    expect(await dropped(1 + 2 * PING.length)).toBe(true);
    talks.destroy();
    aborts.resetAndDestroy();
    expect(await ask(await connected(2))).toBe(PONG);
    expect([await knows('partitioned'), await knows('aborted')]).toEqual([true, true]);

    await link.restore();
    for (const name of ['partitioned', 'aborted'])
      expect([name, await until(READY_MS, 20, async () => !(await knows(name)))]).toEqual([name, true]);
    expect(await closed(late)).toBe(true);
    // who lost nothing goes on
    expect(await ask(listens)).toBe(PONG);
    expect(await ask(await connected())).toBe(PONG);
  });

  it('that refuses resets who is there and who comes, and counts both', async () => {
    const socket = await connected();
    expect(await ask(socket)).toBe(PONG);
    await link.cut('refuse');
    expect([await closed(socket), await closed(dial())]).toEqual([true, true]);
    expect([await link.dropped(), await other.dropped()]).toEqual([2, 0]);
    await link.restore();
    expect(await ask(await connected())).toBe(PONG);
  });

  it('that is slow is so in both directions, and keeps the order', async () => {
    const socket = await connected();
    let heard = '';
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    await link.delay(60);
    socket.write('ECHO 1\r\n');
    await link.delay(0);
    socket.write('ECHO 2\r\n');
    expect(await until(READY_MS, 1, () => Promise.resolve(heard.includes('2')))).toBe(true);
    expect(heard).toBe('$1\r\n1\r\n$1\r\n2\r\n');
    await link.delay(60);
    const asked = performance.now();
    await ask(socket);
    expect(performance.now() - asked).toBeGreaterThan(115);
  });
});
