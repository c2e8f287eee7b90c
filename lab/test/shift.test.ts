import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { prepareShift, shiftEnvironment } from '../../deploy/local/preload/shift.mjs';
import { temporaryFolder } from '../../deploy/local/servers/account.mjs';
import { makeLayout } from '../../deploy/local/stack/layout.mjs';
import { setShift } from '../src/cluster/shift.js';

/** Tells the time whenever it is asked, by the clock on the wall and by the one that only counts. */
const TELLS_TIME = `process.on('message', () => process.send([Date.now(), performance.now()]))`;
const HOUR_MS = 3_600_000;
/** Between its answer and our look at the clock, on a busy machine. */
const LATE_MS = 10_000;
/** Far less than any shift here. */
const SOON_MS = 30_000;

const folder = temporaryFolder('lastseat-shift');
const layout = makeLayout({ LASTSEAT_HOME: folder });
let clock: ChildProcess;

beforeAll(async () => {
  expect(await prepareShift()).toBeNull();
  const env = { ...process.env, ...shiftEnvironment(layout, 'booking-1') };
  clock = spawn(process.execPath, ['-e', TELLS_TIME], {
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
});
afterAll(async () => {
  clock.kill();
  await once(clock, 'exit');
  rmSync(folder, { recursive: true });
});

async function told(): Promise<{ aheadMs: number; monotonicMs: number }> {
  const answer = once(clock, 'message');
  clock.send('?');
  const [[wallMs, monotonicMs]] = (await answer) as [[number, number]];
  return { aheadMs: wallMs - Date.now(), monotonicMs };
}

it('moves the wall clock of a running process to and fro, and no other', async () => {
  const before = await told();
  expect(Math.abs(before.aheadMs)).toBeLessThan(LATE_MS);
  await setShift(layout, 'booking-1', 'clock', 60_000);
  const ahead = await told();
  expect(Math.abs(ahead.aheadMs - 60_000)).toBeLessThan(LATE_MS);
  await setShift(layout, 'booking-1', 'clock', -HOUR_MS);
  const behind = await told();
  expect(Math.abs(behind.aheadMs + HOUR_MS)).toBeLessThan(LATE_MS);
  await setShift(layout, 'booking-1', 'clock', 0);
  const healed = await told();
  expect(Math.abs(healed.aheadMs)).toBeLessThan(LATE_MS);
  const counted = [before, ahead, behind, healed].map(({ monotonicMs }) => monotonicMs);
  expect(counted).toEqual(counted.toSorted((one, other) => one - other));
  expect((counted.at(-1) ?? 0) - (counted[0] ?? 0)).toBeLessThan(SOON_MS);
});

it('is not for a process that was not started with it', async () => {
  await expect(setShift(layout, 'booking-2', 'clock', 1)).rejects.toThrow(join('shift', 'booking-2'));
});
