import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { identityOf, isAlive, parseStat } from '../process/identity.mjs';
import { stopProcess } from '../process/stop.mjs';

describe('who a process is', () => {
  it('is read from its stat line, whatever its name', () => {
    const after = 'S 7 42 42 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 123456 1000 10 ...';
    expect(parseStat(`42 (a) b (c)) ${after}`)).toEqual({
      state: 'S',
      parent: 7,
      session: 42,
      startTime: '123456',
    });
  });

  it('is its pid and its start time', () => {
    const me = identityOf(process.pid);
    expect(isAlive(me)).toBe(true);
    expect(isAlive({ ...me, startTime: '1' })).toBe(false);
    expect(isAlive(identityOf(0))).toBe(false);
  });
});

describe('stopping a process', () => {
  const children: ReturnType<typeof spawn>[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  /** Says "ready" when it has its signal handlers. */
  const start = async (program: string): Promise<ReturnType<typeof spawn>> => {
    const child = spawn(process.execPath, ['-e', `${program}; process.stdout.write('ready')`]);
    children.push(child);
    await once(child.stdout, 'data');
    return child;
  };
  const forever = 'setInterval(() => {}, 1000)';

  it('never touches another one that has got its number since', async () => {
    const child = await start(forever);
    const identity = identityOf(child.pid ?? 0);
    await stopProcess({ ...identity, startTime: '1', command: [process.execPath] }, [
      { signal: 'SIGTERM', waitMs: 100 },
    ]);
    expect(isAlive(identity)).toBe(true);
  });

  it('kills the one that does not listen', async () => {
    const child = await start(`process.on('SIGTERM', () => {}); ${forever}`);
    const ended = once(child, 'exit');
    await stopProcess(identityOf(child.pid ?? 0), [{ signal: 'SIGTERM', waitMs: 100 }]);
    expect((await ended)[1]).toBe('SIGKILL');
  });

  it('wakes a paused one, so that it can end in its own way', async () => {
    const child = await start(`process.on('SIGTERM', () => process.exit(5)); ${forever}`);
    child.kill('SIGSTOP');
    const ended = once(child, 'exit');
    await stopProcess(identityOf(child.pid ?? 0), [{ signal: 'SIGTERM', waitMs: 10_000 }]);
    expect((await ended)[0]).toBe(5);
  });
});
