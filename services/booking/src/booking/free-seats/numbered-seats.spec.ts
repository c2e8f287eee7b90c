import { describe, expect, it } from 'vitest';
import type { SaleSeat } from '../../policy/sale.js';
import { NumberedSeats } from './numbered-seats.js';

const FIRST = (): number => 0;
const LAST = (): number => 0.999;

/** Rows as they would be drawn: `.` is free, `x` is not. */
function hall(rows: Readonly<Record<string, string>>, random = FIRST) {
  const seats: (SaleSeat & { free: boolean })[] = [];
  for (const [row, places] of Object.entries(rows)) {
    for (const [index, place] of places.split('').entries()) {
      const number = index + 1;
      const seatId = seats.length + 1;
      const label = `${row}${number}`;
      seats.push({ seatId, label, section: 'Hall', row, number, price: 1, free: place === '.' });
    }
  }
  const hint = new NumberedSeats(seats, random);
  hint.reset(seats.filter((seat) => seat.free).map((seat) => seat.seatId));
  const labels = (seatIds: readonly number[]): string =>
    seatIds.map((seatId) => seats[seatId - 1]?.label).join(' ');
  const ids = (names: string): number[] =>
    names.split(' ').map((name) => seats.find(({ label }) => label === name)?.seatId ?? 0);
  return { hint, pick: (quantity: number, places = 1) => labels(hint.take(quantity, places)), ids };
}

describe('a pick of numbered seats', () => {
  it('is the best that are side by side: by row, then along it', () => {
    const { pick, hint } = hall({ A: '....', B: '....' });
    expect([pick(3), pick(2), pick(1), pick(2)]).toEqual(['A1 A2 A3', 'B1 B2', 'A4', 'B3 B4']);
    expect(hint.count).toBe(0);
  });

  it('does not go over a gap or around the end of a row', () => {
    const { pick } = hall({ A: '.x..', B: '..x.', C: 'x...' });
    expect(pick(3)).toBe('C2 C3 C4');
    expect(pick(2)).toBe('A3 A4');
  });

  it('does not take for neighbours what has no following numbers', () => {
    const seat = (seatId: number, number: number) => ({
      seatId,
      label: `A${number}`,
      section: 'Hall',
      row: 'A',
      number,
      price: 1,
    });
    const hint = new NumberedSeats([seat(1, 1), seat(2, 3), seat(3, 4)], FIRST);
    hint.reset([1, 2, 3]);
    expect(hint.take(2, 1)).toEqual([2, 3]);
  });

  it('without so many side by side: in the fewest pieces, the longest first, each the best there is', () => {
    const { pick, hint } = hall({ A: '.x..x.', B: '...x..', C: '.x.x.x' });
    expect(pick(5)).toBe('B1 B2 B3 A3 A4');
    expect(pick(4)).toBe('B5 B6 A1 A6');
    expect(pick(3)).toBe('C1 C3 C5');
    expect(hint.count).toBe(0);
  });

  it('fills a piece with the best place that is long enough', () => {
    expect(hall({ A: '.x...', B: '....x', C: '..' }).pick(6)).toBe('B1 B2 B3 B4 A3 A4');
  });

  it('is one of so many of the best places, none of which overlaps another', () => {
    expect(hall({ A: '.......', B: '....' }, LAST).pick(2, 3)).toBe('A5 A6');
    expect(hall({ A: '.......', B: '....' }, LAST).pick(2, 4)).toBe('B1 B2');
    expect(hall({ A: '.......', B: '....' }, LAST).pick(2, 64)).toBe('B3 B4');
  });

  it('of what was given back, or is free since the last look', () => {
    const { pick, hint, ids } = hall({ A: '....', B: '....' });
    expect([pick(4), pick(4)]).toEqual(['A1 A2 A3 A4', 'B1 B2 B3 B4']);
    hint.giveBack(ids('B2 A3 B3'));
    expect([hint.count, pick(2)]).toEqual([3, 'B2 B3']);
    hint.reset(ids('A2 A4'));
    expect([hint.count, pick(2)]).toEqual([2, 'A2 A4']);
  });

  it('of more than there are is a mistake', () => {
    expect(() => hall({ A: '.x.' }).pick(3)).toThrow('more seats than it has free');
  });
});
