import type { Section } from '#contracts';
import type { SaleSeat } from '../policy/sale.js';

/** Every seat of an event, numbered from 1 in the order of sections, rows and numbers: the canonical order of locks. */
export function seating(sections: readonly Section[]): SaleSeat[] {
  return sections
    .flatMap((section) => ('quota' in section ? unnumbered(section) : rowsOf(section)))
    .map((seat, index) => ({ ...seat, seatId: index + 1 }));
}

type Unplaced = Omit<SaleSeat, 'seatId'>;

const counted = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

const unnumbered = ({ name, quota, price }: Extract<Section, { quota: number }>): Unplaced[] =>
  counted(quota).map((number) => ({ label: `${name}-${number}`, section: name, row: null, number, price }));

const rowsOf = ({ name, rows, seatsPerRow, price }: Extract<Section, { rows: string[] }>): Unplaced[] =>
  rows.flatMap((row) =>
    counted(seatsPerRow).map((number) => ({ label: `${row}${number}`, section: name, row, number, price })),
  );
