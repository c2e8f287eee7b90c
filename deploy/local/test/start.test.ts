import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Launcher } from './support/launcher.ts';

const SLOW_MS = 180_000;

const saysTheWords = (output: NodeJS.ReadableStream | null, words: string): Promise<unknown> =>
  new Promise((resolve) => {
    output?.on('data', (chunk: Buffer) => chunk.includes(words) && resolve(true));
  });

const proofBegan = (output: NodeJS.ReadableStream | null): Promise<unknown> =>
  saysTheWords(output, '["proof"]');

describe('npm start', { timeout: SLOW_MS }, () => {
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

  const pauseTheProof = (): void => {
    mkdirSync(launcher.home, { recursive: true });
    writeFileSync(join(launcher.home, 'wait'), '');
  };
  const endTheProof = (): void => rmSync(join(launcher.home, 'wait'), { force: true });

  it('ends after the proof with its exit code', async () => {
    endTheProof();
    const outcome = await launcher.run('start.mjs', ['--exit', '--replicas', '1']);
    expect(outcome).toMatchObject({ code: 7, stdout: expect.stringContaining('["proof"]') });
  });

  it('stays up after the proof until Ctrl-C, which then is no failure', async () => {
    endTheProof();
    const start = launcher.start('start.mjs', ['--replicas', '1']);
    await saysTheWords(start.stdout, 'Ctrl-C stops everything');
    expect((await launcher.status()).replicas).toHaveLength(1);
    start.kill('SIGINT');
    expect(await once(start, 'exit')).toEqual([0, null]);
    expect(launcher.survivors()).toEqual([]);
  });

  it('ends a foreground start from another terminal', async () => {
    endTheProof();
    const start = launcher.start('start.mjs', ['--replicas', '1']);
    const ended = once(start, 'exit');
    await saysTheWords(start.stdout, 'Ctrl-C stops everything');
    expect(await launcher.cli('down')).toMatchObject({ code: 0, stdout: expect.stringContaining('Stopped') });
    expect(await ended).toEqual([0, null]);
  });

  it('stops everything at Ctrl-C, also in the middle of the proof', async () => {
    pauseTheProof();
    const start = launcher.start('start.mjs', ['--replicas', '1']);
    await proofBegan(start.stdout);
    start.kill('SIGINT');
    expect(await once(start, 'exit')).toEqual([130, null]);
    expect(launcher.survivors()).toEqual([]);
  });

  it('clears what a killed launcher left behind, wherever it was killed', async () => {
    pauseTheProof();
    const start = launcher.start('start.mjs', ['--replicas', '1']);
    await proofBegan(start.stdout);
    start.kill('SIGKILL');
    await once(start, 'exit');
    expect(launcher.survivors().length).toBeGreaterThan(5);
    endTheProof();
    const next = await launcher.run('start.mjs', ['--exit', '--replicas', '1']);
    expect(next).toMatchObject({
      code: 7,
      stdout: expect.stringContaining('Cleared what a killed start had left'),
    });
  });
});
