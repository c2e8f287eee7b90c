import type { Report, Rows } from './columns.js';
import { NONE } from './columns.js';

/** Every seat's rows next to each other, by version: the order the database gave them, whoever wrote first. */
export interface SeatOrder {
  /** by seat, its first position; one more at the end */
  start: Int32Array;
  /** by position, the row and its version */
  row: Int32Array;
  version: Int32Array;
}

/** A counting sort by seat keeps the order of the ledger, which is that of versions already, or it is reported. */
export function seatOrder(rows: Rows, seats: number, report: Report): SeatOrder {
  const start = new Int32Array(seats + 1);
  for (const seat of rows.seat) if (seat !== NONE) start[seat + 1]! += 1;
  for (let seat = 0; seat < seats; seat += 1) start[seat + 1]! += start[seat]!;
  const length = start[seats]!;
  const order = { start, row: new Int32Array(length), version: new Int32Array(length) };
  const next = start.slice();
  for (let row = 0; row < rows.seat.length; row += 1) {
    const seat = rows.seat[row]!;
    if (seat !== NONE) order.row[next[seat]!++] = row;
  }
  for (let seat = 0; seat < seats; seat += 1) sortByVersion(order, seat, rows, report);
  for (let at = 0; at < length; at += 1) order.version[at] = rows.version[order.row[at]!]!;
  return order;
}

function sortByVersion({ start, row }: SeatOrder, seat: number, rows: Rows, report: Report): void {
  const version = (at: number): number => rows.version[row[at]!]!;
  let sorted = true;
  for (let at = start[seat]! + 1; at < start[seat + 1]!; at += 1) {
    if (version(at - 1) <= version(at)) continue;
    sorted = false;
    report('ledger-order', { row: row[at]!, against: row[at - 1]! });
  }
  if (sorted) return;
  row
    .subarray(start[seat], start[seat + 1])
    .sort((one, other) => rows.version[one]! - rows.version[other]! || one - other);
}

/** The first position of a version. Versions are dense, so it is where it ought to be, unless the ledger is broken. */
export function positionOf({ start, version }: SeatOrder, seat: number, wanted: number): number {
  let low = start[seat]!;
  let high = start[seat + 1]!;
  const expected = low + wanted - 1;
  if (expected < high && version[expected] === wanted && version[expected - 1] !== wanted) return expected;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (version[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low < start[seat + 1]! && version[low] === wanted ? low : NONE;
}
