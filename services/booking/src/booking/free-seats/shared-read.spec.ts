import { describe, expect, it } from 'vitest';
import { SharedRead } from './shared-read.js';

/** Reads that end when the test says so. */
function reads(pauseMs = 0) {
  const begun: { end: (value: string) => void; fail: (error: Error) => void }[] = [];
  const shared = new SharedRead(
    pauseMs,
    () => new Promise<string>((resolve, reject) => begun.push({ end: resolve, fail: reject })),
  );
  const begunSoon = async (count: number): Promise<void> => {
    await expect.poll(() => begun.length).toBe(count);
  };
  return { begun, shared, begunSoon };
}

describe('a read for many', () => {
  it('is one for all who asked before it began', async () => {
    const { begun, shared, begunSoon } = reads();
    const asked = [shared.ask(), shared.ask(), shared.ask()];
    await begunSoon(1);
    begun[0]?.end('first');
    expect(await Promise.all(asked)).toEqual(['first', 'first', 'first']);
  });

  it('is the next for all who asked after it began, for it may have seen too little', async () => {
    const { begun, shared, begunSoon } = reads();
    const early = shared.ask();
    await begunSoon(1);
    const late = [shared.ask(), shared.ask()];
    begun[0]?.end('first');
    expect(await early).toBe('first');
    await begunSoon(2);
    begun[1]?.end('second');
    expect(await Promise.all(late)).toEqual(['second', 'second']);
    expect(begun).toHaveLength(2);
  });

  it('that fails, fails for those who share it and not for the next', async () => {
    const { begun, shared, begunSoon } = reads();
    const early = [shared.ask(), shared.ask()];
    await begunSoon(1);
    const late = shared.ask();
    begun[0]?.fail(new Error('gone'));
    await Promise.all(early.map((read) => expect(read).rejects.toThrow('gone')));
    await begunSoon(2);
    begun[1]?.end('back');
    expect(await late).toBe('back');
  });

  it('comes after a pause, the first one excepted', async () => {
    const endedAt: number[] = [];
    const shared = new SharedRead(30, () => Promise.resolve(endedAt.push(performance.now())));
    await shared.ask();
    await shared.ask();
    // a timer may be a millisecond early
    expect((endedAt[1] ?? 0) - (endedAt[0] ?? 0)).toBeGreaterThanOrEqual(29);
  });
});
