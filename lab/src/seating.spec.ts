import { sectionSize } from '#contracts';
import { expect, test } from 'vitest';
import { seatingFor } from './seating.js';

test.each([1, 7, 10, 20, 25, 1_000, 6_000])(
  '%i seats: rows of ten, and the labels that booking gives them',
  (seats) => {
    const { sections, labels } = seatingFor(seats);
    expect(sections.reduce((sum, section) => sum + sectionSize(section), 0)).toBe(seats);
    const named = sections.flatMap((section) => {
      if ('quota' in section) return [];
      const numbers = Array.from({ length: section.seatsPerRow }, (_, index) => index + 1);
      return section.rows.flatMap((row) => numbers.map((number) => `${row}${number}`));
    });
    expect(labels).toEqual(named);
    expect(new Set(labels).size).toBe(seats);
  },
);

test('20 seats are A1 to B10; the 27th row is AA', () => {
  expect(seatingFor(20).labels.at(-1)).toBe('B10');
  expect(seatingFor(261).labels.at(-1)).toBe('AA1');
});
