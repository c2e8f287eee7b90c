import { describe, expect, it } from 'vitest';
import { DEADLINES_MS, assertDeadlines, until, within } from './index.js';

describe('the deadlines', () => {
  it('are in order', () => {
    expect(() => assertDeadlines()).not.toThrow();
  });

  it('say which two are not', () => {
    const broken = { ...DEADLINES_MS, statement: DEADLINES_MS.idleInTransaction };
    expect(() => assertDeadlines(broken)).toThrow(
      'statement (2000 ms) must be shorter than idleInTransaction',
    );
  });
});

describe('waiting', () => {
  it('within a time: the value, or undefined', async () => {
    expect(await within(Promise.resolve('value'), 1_000)).toBe('value');
    expect(await within(new Promise(() => undefined), 5)).toBeUndefined();
    await expect(within(Promise.reject(new Error('no')), 1_000)).rejects.toThrow('no');
  });

  it('until something is so: looks again, and gives up', async () => {
    let looked = 0;
    expect(await until(1_000, 1, () => Promise.resolve((looked += 1) === 3))).toBe(true);
    expect(await until(10, 1, () => Promise.resolve(false))).toBe(false);
  });
});
