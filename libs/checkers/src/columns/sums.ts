import type { Report, Rows } from './columns.js';
import { NOTHING } from './columns.js';

/** Figures of a section: its capacity, then by status, then live claims. */
export const FIGURES = 5;
const LIVE_SEATS = 4;

/** The fold of the ledger, row by row; nothing may ever leave a status in which there is nothing. */
export function sums({ rows, sections }: { rows: Rows; sections: number }, report: Report): Float64Array {
  const counts = new Float64Array(sections * FIGURES);
  for (let row = 0; row < rows.to.length; row += 1) {
    const section = rows.section[row]! * FIGURES;
    const from = rows.from[row]!;
    const seats = rows.seats[row]!;
    if (from === NOTHING) counts[section]! += seats;
    else counts[section + from]! -= seats;
    counts[section + rows.to[row]!]! += seats;
    counts[section + LIVE_SEATS]! += rows.liveDelta[row]!;
    if (from !== NOTHING && counts[section + from]! < 0) report('overdrawn', { row });
  }
  return counts;
}
