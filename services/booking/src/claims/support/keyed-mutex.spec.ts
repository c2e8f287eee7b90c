import { describe, expect, it } from 'vitest';
import { pause } from '#deadlines';
import { KeyedMutex } from './keyed-mutex.js';

/** Runs works of the given keys, all at once; tells how many of each key were ever inside together. */
async function mostTogether(mutex: KeyedMutex, keysOfEach: string[][]): Promise<Map<string, number>> {
  const inside = new Map<string, number>();
  const most = new Map<string, number>();
  const work = (keys: string[]) => async (): Promise<string> => {
    for (const key of keys) {
      inside.set(key, (inside.get(key) ?? 0) + 1);
      most.set(key, Math.max(most.get(key) ?? 0, inside.get(key) ?? 0));
    }
    await pause(2);
    for (const key of keys) inside.set(key, (inside.get(key) ?? 0) - 1);
    return 'done';
  };
  const answers = await Promise.all(
    keysOfEach.map((keys) => mutex.exclusively(keys, work(keys), 'too late')),
  );
  expect(answers.every((answer) => answer === 'done')).toBe(true);
  return most;
}

describe('a mutex by key', () => {
  it('lets one at a time in for a key, however the keys overlap', async () => {
    const overlapping = Array.from({ length: 12 }, (_, n) => [`${n % 3}`, `${(n + 1) % 3}`]);
    expect([...(await mostTogether(new KeyedMutex(), overlapping)).values()]).toEqual([1, 1, 1]);
  });

  it('keeps no key from another', async () => {
    const mutex = new KeyedMutex();
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const first = mutex.exclusively(['a'], () => held.then(() => 'first'), 'too late');
    expect(await mutex.exclusively(['b'], () => Promise.resolve('second'), 'too late')).toBe('second');
    letGo();
    expect(await first).toBe('first');
  });

  it('goes on after a work that failed', async () => {
    const mutex = new KeyedMutex();
    await expect(
      mutex.exclusively(['a'], () => Promise.reject(new Error('broken')), 'too late'),
    ).rejects.toThrow('broken');
    expect(await mutex.exclusively(['a'], () => Promise.resolve('next'), 'too late')).toBe('next');
  });

  it('gives up after a second of waiting, and lets those behind in', async () => {
    const mutex = new KeyedMutex();
    let letGo = (): void => undefined;
    const first = mutex.exclusively(
      ['a'],
      () => new Promise<string>((resolve) => (letGo = () => resolve('first'))),
      '',
    );
    expect(await mutex.exclusively(['a'], () => Promise.resolve('second'), 'too late')).toBe('too late');
    const third = mutex.exclusively(['a'], () => Promise.resolve('third'), 'too late');
    letGo();
    expect([await first, await third]).toEqual(['first', 'third']);
  });
});
