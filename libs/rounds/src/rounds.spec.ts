import { afterEach, describe, expect, it, vi } from 'vitest';
import { DEADLINES_MS, until } from '#deadlines';
import { Rounds } from './index.js';

const SOON_MS = 5_000;
const LONG_MS = 3_600_000;

let rounds: Rounds | undefined;
afterEach(async () => {
  vi.useRealTimers();
  await rounds?.stop();
});

function counted(everyMs: number, round: (n: number) => Promise<boolean>) {
  const done = { rounds: 0 };
  rounds = new Rounds({
    what: 'testing',
    everyMs,
    round: () => {
      done.rounds += 1;
      return round(done.rounds);
    },
  });
  rounds.start();
  return done;
}
const reaches = (done: { rounds: number }, n: number): Promise<boolean> =>
  until(SOON_MS, 1, () => Promise.resolve(done.rounds >= n));

describe('work in rounds', () => {
  it('goes on at once while there is more, and rests when there is none', async () => {
    const done = counted(LONG_MS, (n) => Promise.resolve(n < 5));
    expect(await reaches(done, 5)).toBe(true);
    expect(await until(50, 5, () => Promise.resolve(done.rounds > 5))).toBe(false);
    rounds?.wake();
    expect(await reaches(done, 6)).toBe(true);
  });

  it('comes again after its pause', async () => {
    const done = counted(1, () => Promise.resolve(false));
    expect(await reaches(done, 4)).toBe(true);
  });

  it('is tried again when it fails', async () => {
    const done = counted(LONG_MS, (n) =>
      n < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve(false),
    );
    expect(await reaches(done, 3)).toBe(true);
  });

  it('is finished before it stops', async () => {
    let finish = (): void => undefined;
    let finished = false;
    const done = counted(LONG_MS, async () => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      finished = true;
      return true;
    });
    expect(await reaches(done, 1)).toBe(true);
    const stopped = rounds?.stop();
    finish();
    await stopped;
    expect([finished, done.rounds]).toEqual([true, 1]);
  });

  it('that hangs does not keep the process', async () => {
    vi.useFakeTimers();
    counted(LONG_MS, () => new Promise(() => undefined));
    let isStopped = false;
    void rounds?.stop().then(() => (isStopped = true));
    await vi.advanceTimersByTimeAsync(DEADLINES_MS.request - 1);
    expect(isStopped).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(isStopped).toBe(true);
    rounds = undefined;
  });
});
