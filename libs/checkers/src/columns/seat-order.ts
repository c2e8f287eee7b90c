import type { Report, Rows } from './columns.js';
import { NONE } from './columns.js';

/** Every seat's rows next to each other, by version: the order the database gave them, whoever wrote first. */
export interface SeatOrder {
  /** by seat, its first position; one more at the end */
  start: Int32Array;
  /** by position, the row; what follows is copied from there, since rows of a seat lie far apart */
  row: Int32Array;
  version: Int32Array;
  to: Uint8Array;
  /** the claim that takes the seat; NONE: this row takes nothing */
  taker: Int32Array;
  /** by row, its position */
  at: Int32Array;
  /** by seat: 0, each version is where it ought to be; 1, one is twice or missing */
  broken: Uint8Array;
  /** whether the ledger has every seat's versions in their order */
  sorted: boolean;
}

/** A counting sort by seat keeps the order of the ledger, which is that of versions already, or it is reported. */
export function seatOrder(rows: Rows, seats: number, report: Report): SeatOrder {
  const start = new Int32Array(seats + 1);
  for (const seat of rows.seat) if (seat !== NONE) start[seat + 1]! += 1;
  for (let seat = 0; seat < seats; seat += 1) start[seat + 1]! += start[seat]!;
  const length = start[seats]!;
  const order: SeatOrder = {
    broken: new Uint8Array(seats),
    ...{ start, sorted: true, row: new Int32Array(length), version: new Int32Array(length) },
    ...{ to: new Uint8Array(length), taker: new Int32Array(length), at: new Int32Array(rows.seat.length) },
  };
  const next = start.slice();
  const disordered = new Set<number>();
  for (let row = 0; row < rows.seat.length; row += 1) {
    const seat = rows.seat[row]!;
    if (seat === NONE) continue;
    const at = next[seat]!;
    next[seat] = at + 1;
    place(order, rows, at, row);
    if (order.version[at] !== at - start[seat]! + 1) order.broken[seat] = 1;
    if (at === start[seat] || order.version[at - 1]! <= order.version[at]!) continue;
    disordered.add(seat);
    report('ledger-order', { row, against: order.row[at - 1]! });
  }
  for (const seat of disordered) sortByVersion(order, rows, seat);
  return order;
}

function place(order: SeatOrder, rows: Rows, at: number, row: number): void {
  order.row[at] = row;
  order.version[at] = rows.version[row]!;
  order.to[at] = rows.to[row]!;
  order.taker[at] = rows.liveDelta[row]! > 0 ? rows.claim[row]! : NONE;
  order.at[row] = at;
}

function sortByVersion(order: SeatOrder, rows: Rows, seat: number): void {
  order.sorted = false;
  const first = order.start[seat]!;
  const bySeat = order.row.slice(first, order.start[seat + 1]);
  bySeat.sort((one, other) => rows.version[one]! - rows.version[other]! || one - other);
  for (const [index, row] of bySeat.entries()) place(order, rows, first + index, row);
}

/** The first position of a version: versions are dense, so it is known without looking, unless the ledger is broken. */
export function positionOf({ start, version, broken }: SeatOrder, seat: number, wanted: number): number {
  const end = start[seat + 1]!;
  let low = start[seat]!;
  if (broken[seat] === 0) return wanted > 0 && wanted <= end - low ? low + wanted - 1 : NONE;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (version[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low < end && version[low] === wanted ? low : NONE;
}
