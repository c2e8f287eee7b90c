import type { Section } from '#contracts';

export const SEATS_PER_ROW = 10;
const LETTERS = 26;
const PRICE = 6_500;

/** Rows of ten from A on, and a shorter last row if need be. */
export function seatingFor(seats: number): { sections: Section[]; labels: string[] } {
  const fullRows = Math.floor(seats / SEATS_PER_ROW);
  const rest = seats % SEATS_PER_ROW;
  const rows = Array.from({ length: fullRows }, (_, index) => rowName(index));
  const sections: Section[] = [];
  if (fullRows > 0) sections.push({ name: 'Stalls', rows, seatsPerRow: SEATS_PER_ROW, price: PRICE });
  if (rest > 0)
    sections.push({ name: 'Last row', rows: [rowName(fullRows)], seatsPerRow: rest, price: PRICE });
  const labels = Array.from({ length: seats }, (_, index) => {
    const row = rowName(Math.floor(index / SEATS_PER_ROW));
    return `${row}${(index % SEATS_PER_ROW) + 1}`;
  });
  return { sections, labels };
}

/** Seats without a number. */
export function quotaOf(seats: number): { sections: Section[]; labels: string[] } {
  const name = 'Standing';
  const labels = Array.from({ length: seats }, (_, index) => `${name}-${index + 1}`);
  return { sections: [{ name, quota: seats, price: PRICE }], labels };
}

/** A … Z, AA … ZZ, … */
export function rowName(index: number): string {
  const letter = String.fromCodePoint('A'.codePointAt(0)! + (index % LETTERS));
  return index < LETTERS ? letter : rowName(Math.floor(index / LETTERS) - 1) + letter;
}
