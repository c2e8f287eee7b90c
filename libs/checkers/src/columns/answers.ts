import type { Columns, Report } from './columns.js';
import { NONE, OK, REFUSED, TAKEN } from './columns.js';
import type { SeatOrder } from './seat-order.js';
import { positionOf } from './seat-order.js';

/** By position of the seat order, when its version was asked for and who was told of it when. */
export interface Times {
  invoke: Float64Array;
  /** when its writer had his yes; Infinity: he has none, or nobody asked for this transition */
  complete: Float64Array;
  /** when the first who was refused because of it had his answer */
  known: Float64Array;
}

/**
 * Holds what buyers were told against the ledger, and the other way round. A row that a lost answer belongs to has an
 * invocation, and no completion: it may have been written at any time after.
 */
export function matchAnswers(columns: Columns, order: SeatOrder, report: Report): Times {
  const length = order.row.length;
  const { told, requests, rows } = columns;
  const times = {
    invoke: new Float64Array(length).fill(-Infinity),
    complete: new Float64Array(length).fill(Infinity),
    known: new Float64Array(length).fill(Infinity),
  };
  const { taker, at: positions } = order;
  for (let row = 0; row < rows.seat.length; row += 1) {
    // giving back is no request of its own here, and later than the claim's anyway
    if (rows.seat[row] === NONE || rows.liveDelta[row]! < 1) continue;
    times.invoke[positions[row]!] = invocationOf(columns, row, report);
  }
  const { request: requestOf, seat, version } = told;
  const { outcome, complete } = requests;
  for (let line = 0; line < requestOf.length; line += 1) {
    const request = requestOf[line]!;
    const what = outcome[request];
    if (what !== OK && what !== TAKEN) continue;
    const found = positionOf(order, seat[line]!, version[line]!);
    const end = complete[request]!;
    if (what === TAKEN) {
      if (found !== NONE && end < times.known[found]!) times.known[found] = end;
      continue;
    }
    const claim = told.claim[line]!;
    const at = found === NONE || taker[found] === claim ? found : otherOf(order, found, seat[line]!, claim);
    if (at === NONE || claim === NONE) report('not-in-the-ledger', { told: line });
    else if (end < times.complete[at]!) times.complete[at] = end;
  }
  return times;
}

function invocationOf({ rows, requestOf, requests }: Columns, row: number, report: Report): number {
  const claim = rows.claim[row]!;
  const request = claim === NONE ? NONE : requestOf[claim]!;
  if (request === NONE) {
    report('sold-to-nobody', { row });
    return -Infinity;
  }
  const outcome = requests.outcome[request];
  if (outcome === REFUSED || outcome === TAKEN) report('sold-to-refused', { row });
  return requests.invoke[request]!;
}

/** In a broken ledger, another row with the same version, by the claim that was told. */
function otherOf({ start, taker, version }: SeatOrder, found: number, seat: number, claim: number): number {
  const end = start[seat + 1]!;
  for (let at = found + 1; at < end && version[at] === version[found]; at += 1) {
    if (taker[at] === claim) return at;
  }
  return NONE;
}
