import { spawn } from 'node:child_process';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { endProcess } from '../../../tools/test-servers/end-process.ts';
import { waitFor } from '../process/wait.mjs';
import { Launcher } from './support/launcher.ts';

const SLOW_MS = 180_000;
const CLIENTS = 20;

/** @returns the name of the replica that answered, or the status of another answer */
const post = (url: string, agent: Agent | false): Promise<string> =>
  new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', agent }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.once('error', reject);
      answer.once('end', () => resolve(answer.statusCode === 200 ? text : `status ${answer.statusCode}`));
    });
    asked.once('error', reject);
    asked.end();
  });

describe('the local stack', { timeout: SLOW_MS }, () => {
  let launcher: Launcher;
  beforeAll(async () => {
    launcher = await Launcher.make();
  });
  afterEach(async () => {
    await launcher.cli('down');
    const survivors = launcher.survivors();
    if (survivors.length > 0) throw new Error(`still running:\n${survivors.join('\n')}`);
  }, SLOW_MS);
  afterAll(() => rmSync(dirname(launcher.home), { recursive: true }));

  const endTheProof = (): void => rmSync(join(launcher.home, 'wait'), { force: true });

  it('says so when nothing runs', async () => {
    expect(await launcher.cli('status')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('npm run up'),
    });
    expect(await launcher.cli('down')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Nothing runs'),
    });
    expect(await launcher.cli('scale', '2')).toMatchObject({ code: 1 });
  });

  it('comes up, refuses a second one, mends what has died, and goes down', async () => {
    expect(await launcher.cli('up', '--replicas', '2')).toMatchObject({ code: 0 });
    const whole = await launcher.status();
    expect(whole.replicas.map(({ name, alive }) => [name, alive])).toEqual([
      ['booking-1', true],
      ['booking-2', true],
    ]);
    expect(launcher.stateFile()).toMatchObject({ api: whole.api, nats: { pid: whole.nats.pid } });
    const second = await launcher.cli('up');
    expect(second).toMatchObject({
      code: 1,
      stdout: expect.stringContaining(`already runs here: ${whole.api}`),
    });

    for (const { pid } of [whole.nats, whole.postgres, whole.nginx]) await endProcess(pid, 'SIGKILL');
    const mended = await launcher.cli('up');
    expect(mended).toMatchObject({ code: 0, stdout: expect.stringContaining('Complete again') });
    const after = await launcher.status();
    expect(after.replicas).toEqual(whole.replicas);
    expect([after.nats.alive, after.postgres.alive, after.nginx.alive]).toEqual([true, true, true]);
    expect((await fetch(after.api)).status).toBe(200);

    // another server may have brought other data; a replica has not
    expect(mended.stdout).toContain('database migrated');
    await endProcess(after.replicas[0]?.pid ?? 0, 'SIGKILL');
    const again = await launcher.cli('up');
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('Complete again') });
    expect(again.stdout).not.toContain('database migrated');
  });

  it('finds a server again that a script killed and started by its command', async () => {
    await launcher.cli('up', '--replicas', '1');
    const { nats } = await launcher.status();
    await endProcess(nats.pid, 'SIGKILL');
    const [program = '', ...args] = nats.command;
    const child = spawn(program, args, { stdio: 'ignore', detached: true });
    await waitFor(async () => (await launcher.status()).nats.pid === child.pid, {
      timeoutMs: SLOW_MS,
      what: 'status knows the new NATS',
    });
    expect(await launcher.cli('down')).toMatchObject({ code: 0 });
  });

  it('scales up and down under load, and no request is lost', async () => {
    await launcher.cli('up', '--replicas', '2');
    const { api } = await launcher.status();
    const answers = new Set<string>();
    const load = new AbortController();
    const client = async (): Promise<void> => {
      const idle = new Agent({ keepAlive: true, maxSockets: 1 });
      while (!load.signal.aborted) {
        // the proxy may close an idle connection in the moment in which it is used: repeated once, on a new one
        const name = await post(api, idle).catch(() => post(api, false));
        answers.add(name);
      }
      idle.destroy();
    };
    const clients = Array.from({ length: CLIENTS }, client);
    expect(await launcher.cli('scale', '4')).toMatchObject({ code: 0 });
    await waitFor(() => answers.size >= 4, { timeoutMs: SLOW_MS, what: 'all four replicas answered' });
    expect(await launcher.cli('scale', '1')).toMatchObject({ code: 0 });
    load.abort();
    await Promise.all(clients);
    expect([...answers].toSorted()).toEqual(['booking-1', 'booking-2', 'booking-3', 'booking-4']);
    expect((await launcher.status()).replicas.map(({ name }) => name)).toEqual(['booking-1']);
    const elsewhere = launcher.stateFile().alsoListens.map((address) => post(`http://${address}`, false));
    expect(new Set(await Promise.all(elsewhere))).toEqual(new Set(['booking-1']));
  });

  it('scaling replaces a replica that has died', async () => {
    await launcher.cli('up', '--replicas', '2');
    const before = await launcher.status();
    await endProcess(before.replicas[0]?.pid ?? 0, 'SIGKILL');
    expect(await launcher.cli('scale', '2')).toMatchObject({ code: 0 });
    const after = await launcher.status();
    expect(after.replicas.map(({ alive }) => alive)).toEqual([true, true]);
    expect(after.replicas[1]).toEqual(before.replicas[1]);
  });

  it('leaves nothing running when a port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address ? String(address.port) : '';
    const outcome = await launcher.run('cli.mjs', ['up'], { LASTSEAT_NATS_PORT: port });
    expect(outcome).toMatchObject({ code: 1, stdout: expect.stringContaining('set LASTSEAT_NATS_PORT') });
    expect(launcher.survivors()).toEqual([]);
    other.close();
  });

  it('runs the lab on a stack of its own, and nothing but the lab speaks on standard output', async () => {
    endTheProof();
    const outcome = await launcher.run('run.mjs', ['race', '--replicas', '1', '--json']);
    expect(outcome).toMatchObject({ code: 7, stdout: '["race","--replicas","1","--json"]\n' });
  });

  it('wipes its data, and only that', async () => {
    await launcher.cli('up', '--replicas', '1');
    writeFileSync(join(launcher.home, 'mine'), 'mine');
    const outcome = await launcher.cli('down', '--wipe');
    expect(outcome).toMatchObject({ code: 0, stdout: expect.stringContaining(join(launcher.home, 'data')) });
    rmSync(join(launcher.home, 'mine'));
  });
});
