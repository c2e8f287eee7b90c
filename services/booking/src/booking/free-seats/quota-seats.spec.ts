import { describe, expect, it } from 'vitest';
import { QuotaSeats } from './quota-seats.js';

const AT = (share: number) => (): number => share;
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('a pick of a quota', () => {
  it('goes on from a place of its own, all around', () => {
    const hint = new QuotaSeats(AT(0.5));
    hint.reset(upTo(6));
    expect([hint.take(2), hint.take(2), hint.take(2), hint.count]).toEqual([[4, 5], [6, 1], [2, 3], 0]);
  });

  it('comes to every seat once, and to what was given back once more', () => {
    const hint = new QuotaSeats();
    hint.reset(upTo(100));
    const first = upTo(20).flatMap(() => hint.take(3));
    hint.giveBack(first.slice(0, 30));
    expect(hint.count).toBe(70);
    const rest = upTo(70).flatMap(() => hint.take(1));
    expect([...first.slice(30), ...rest].sort((one, other) => one - other)).toEqual(upTo(100));
  });

  it('does not begin with what was given back', () => {
    const hint = new QuotaSeats(AT(0));
    hint.reset(upTo(10));
    hint.giveBack(hint.take(1));
    expect(hint.take(9)).not.toContain(1);
    expect(hint.take(1)).toEqual([1]);
  });

  it('forgets what it knew when it is told anew', () => {
    const hint = new QuotaSeats(AT(0));
    hint.reset(upTo(10));
    hint.reset([7, 9]);
    expect([hint.take(2), hint.count]).toEqual([[7, 9], 0]);
  });
});
