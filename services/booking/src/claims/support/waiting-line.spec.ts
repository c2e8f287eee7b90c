import { describe, expect, it, vi } from 'vitest';
import { pause } from '#deadlines';
import { type Served, WaitingLine } from './waiting-line.js';

const LIMITS = { lengthMost: 3, waitMs: 5_000, servedTogetherMost: 1 };
const done = (value: string): Served<string> => ({ status: 'fulfilled', value });

/** A line whose server waits for `serve()` before each turn. */
function lineOf(limits = LIMITS, answer = (item: string): Served<string> => done(`${item} served`)) {
  const turns: string[][] = [];
  const waiting: (() => void)[] = [];
  const line = new WaitingLine<string, string>('test', limits, async (items) => {
    turns.push([...items]);
    await new Promise<void>((resolve) => waiting.push(resolve));
    return items.map(answer);
  });
  const serve = async (): Promise<void> => {
    waiting.shift()?.();
    await pause(1);
  };
  return { line, turns, serve };
}

describe('a waiting line', () => {
  it('serves in the order of arrival, one turn after the other', async () => {
    const { line, turns, serve } = lineOf();
    const all = ['a', 'b', 'c'].map((item) => line.enter(item));
    expect(turns).toEqual([['a']]);
    await serve();
    expect(turns).toEqual([['a'], ['b']]);
    await serve();
    await serve();
    expect(await Promise.all(all)).toEqual(['a served', 'b served', 'c served']);
  });

  it('takes those who came meanwhile together, and no more than it may', async () => {
    const { line, turns, serve } = lineOf({ ...LIMITS, servedTogetherMost: 2 });
    const all = ['a', 'b', 'c', 'd'].map((item) => line.enter(item));
    for (let turn = 0; turn < 3; turn += 1) await serve();
    await Promise.all(all);
    expect(turns).toEqual([['a'], ['b', 'c'], ['d']]);
  });

  it('is bounded: who comes to a full line is sent away at once, and place is made by serving', async () => {
    const { line, serve } = lineOf({ ...LIMITS, lengthMost: 1 });
    const first = line.enter('a');
    const second = line.enter('b');
    expect(await line.enter('c')).toBe('queue-full');
    await serve();
    const fourth = line.enter('d');
    await serve();
    await serve();
    expect(await Promise.all([first, second, fourth])).toEqual(['a served', 'b served', 'd served']);
  });

  it('does not serve whoever has waited too long, and serves those who came after', async () => {
    const { line, turns, serve } = lineOf();
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
    const first = line.enter('a');
    const late = line.enter('b');
    clock.mockReturnValue(LIMITS.waitMs + 1);
    const inTime = line.enter('c');
    await serve();
    expect(await late).toBe('queue-timeout');
    await serve();
    clock.mockRestore();
    expect([await first, await inTime]).toEqual(['a served', 'c served']);
    expect(turns).toEqual([['a'], ['c']]);
  });

  it('puts whoever is to be served again before those who came later', async () => {
    const times = new Map<string, number>();
    const { line, turns, serve } = lineOf(LIMITS, (item) => {
      times.set(item, (times.get(item) ?? 0) + 1);
      return item === 'a' && times.get(item) === 1 ? 'again' : done(item);
    });
    const all = ['a', 'b'].map((item) => line.enter(item));
    for (let turn = 0; turn < 3; turn += 1) await serve();
    expect(await Promise.all(all)).toEqual(['a', 'b']);
    expect(turns).toEqual([['a'], ['a'], ['b']]);
  });

  it('closed: sends away who waits and who comes, and serves to the end whom it serves', async () => {
    const { line, turns, serve } = lineOf();
    const served = line.enter('a');
    const waits = line.enter('b');
    line.close();
    expect(await waits).toBe('replica-stopping');
    expect(await line.enter('c')).toBe('replica-stopping');
    await serve();
    expect(await served).toBe('a served');
    expect(turns).toEqual([['a']]);
  });

  it('closed: whoever would be served again is sent away', async () => {
    const { line, serve } = lineOf(LIMITS, () => 'again');
    const served = line.enter('a');
    line.close();
    await serve();
    expect(await served).toBe('replica-stopping');
  });
});

describe('a turn that fails', () => {
  const failing = (items: readonly string[]): Promise<Served<string>[]> =>
    items.includes('bad') ? Promise.reject(new Error('broken')) : Promise.resolve(items.map(done));

  it('fails those of the turn, and no others', async () => {
    const line = new WaitingLine<string, string>('test', LIMITS, failing);
    const bad = line.enter('bad');
    const good = line.enter('good');
    await expect(bad).rejects.toThrow('broken');
    expect(await good).toBe('good');
  });

  it('may fail one of several alone', async () => {
    const limits = { ...LIMITS, servedTogetherMost: 3 };
    const line = new WaitingLine<string, string>('test', limits, (items) =>
      Promise.allSettled(items.map((item) => failing([item]).then(() => item))),
    );
    const [first, bad, good] = ['first', 'bad', 'good'].map((item) => line.enter(item));
    await expect(bad).rejects.toThrow('broken');
    expect([await first, await good]).toEqual(['first', 'good']);
  });

  it('answers everybody, also whom the server forgot', async () => {
    const line = new WaitingLine<string, string>('test', LIMITS, () => Promise.resolve([]));
    await expect(line.enter('a')).rejects.toThrow('nobody served it');
  });
});
