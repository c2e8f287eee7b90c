import type { Columns, Report, Rows } from './columns.js';
import { AVAILABLE, BOOKED, HELD, NONE } from './columns.js';
import type { SeatOrder } from './seat-order.js';

/**
 * Replays each seat's transitions in the order of versions. Versions are dense and each row starts where the one
 * before it ended, or the ledger cannot be believed; a second live claim with no release between is a double sale;
 * what is neither must be legal: taken when free, confirmed or given back by one who has it.
 */
export function replay({ rows, seats }: Columns, order: SeatOrder, report: Report): void {
  const state = stateOf(seats);
  const length = order.sorted ? rows.seat.length : order.row.length;
  for (let index = 0; index < length; index += 1) {
    // through the ledger in its own order, which memory likes; seats do not know of each other
    const row = order.sorted ? index : order.row[index]!;
    const seat = rows.seat[row]!;
    if (seat === NONE) continue;
    continues(rows, state, row, report);
    if (rows.liveDelta[row]! > 0) take(rows, state, row, report);
    else if (!keepOrEnd(rows, state, row)) {
      report('illegal-transition', { row, against: state.owner[seat]! });
    }
    state.row[seat] = row;
    state.version[seat] = rows.version[row]!;
    state.status[seat] = rows.to[row]!;
  }
}

/** By seat, what its rows so far made of it. */
interface State {
  row: Int32Array;
  version: Int32Array;
  status: Uint8Array;
  /** the row of the last claim that has it */
  owner: Int32Array;
  /** after a double sale, the rows of the others that have it */
  others: Map<number, number[]>;
}

const stateOf = (seats: number): State => ({
  row: new Int32Array(seats).fill(NONE),
  version: new Int32Array(seats),
  status: new Uint8Array(seats).fill(AVAILABLE),
  owner: new Int32Array(seats).fill(NONE),
  others: new Map(),
});

function continues(rows: Rows, state: State, row: number, report: Report): void {
  const seat = rows.seat[row]!;
  const version = rows.version[row]!;
  const last = state.version[seat]!;
  const against = state.row[seat]!;
  if (version === last) report('version-twice', { row, against });
  else if (version !== last + 1) report('version-missing', { row, against });
  else if (rows.from[row] !== state.status[seat]) report('other-status', { row, against });
}

function take(rows: Rows, { owner, others }: State, row: number, report: Report): void {
  const seat = rows.seat[row]!;
  const first = owner[seat]!;
  owner[seat] = row;
  if (first !== NONE) {
    const several = others.get(seat);
    if (several === undefined) others.set(seat, [first]);
    else several.push(first);
    report('sold-twice', { row, against: first });
  } else if (rows.liveDelta[row] !== 1 || rows.to[row]! < HELD || rows.claim[row] === NONE) {
    report('illegal-transition', { row });
  }
}

/** Of a seat that was sold twice, each of its claims may be confirmed and given back; the last one leaves it free. */
function keepOrEnd(rows: Rows, state: State, row: number): boolean {
  const seat = rows.seat[row]!;
  const claim = rows.claim[row]!;
  const others = state.others.get(seat) ?? [];
  const owner = state.owner[seat]!;
  const several = others.length > 0;
  const index = others.findLastIndex((one) => rows.claim[one] === claim);
  const isOwner = owner !== NONE && rows.claim[owner] === claim;
  if (!isOwner && index < 0) return false;
  if (rows.liveDelta[row] === 0) return rows.to[row] === BOOKED && (several || rows.from[row] === HELD);
  if (isOwner) state.owner[seat] = others.pop() ?? NONE;
  else others.splice(index, 1);
  return rows.liveDelta[row] === -1 && (rows.to[row] === AVAILABLE) !== several;
}
