import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Launcher } from './support/launcher.ts';

const SLOW_MS = 180_000;

describe('the launcher', { timeout: SLOW_MS }, () => {
  let launcher: Launcher;
  beforeAll(async () => {
    launcher = await Launcher.make();
  });
  afterAll(async () => {
    await launcher.cli('down');
    rmSync(dirname(launcher.home), { recursive: true });
  });

  it('reads .env, and what the shell has goes before it', async () => {
    const file = join(dirname(launcher.home), '.env');
    writeFileSync(file, 'LASTSEAT_PROFILE=prod\nLASTSEAT_NATS_PORT=none\n');
    const message = expect.stringContaining('LASTSEAT_PROFILE=prod is not a profile');
    expect(await launcher.cli('up')).toMatchObject({ code: 1, stdout: message });
    rmSync(file);
  });

  it('gives the lab no stack in production', async () => {
    const env = { LASTSEAT_PROFILE: 'production' };
    const outcome = await launcher.run('run.mjs', ['race', '--replicas', '1'], env);
    expect(outcome).toMatchObject({ code: 1, stderr: expect.stringContaining('LASTSEAT_PROFILE=lab') });
    expect(launcher.survivors()).toEqual([]);
  });
});
