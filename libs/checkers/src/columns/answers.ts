import type { Columns, Report } from './columns.js';
import { NONE, OK, REFUSED, TAKEN } from './columns.js';
import type { SeatOrder } from './seat-order.js';
import { positionOf } from './seat-order.js';

/** By position of the seat order, when its version was asked for and when it was certainly there. */
export interface Times {
  invoke: Float64Array;
  /** when its writer had his yes; Infinity: he has none, or nobody asked for this transition */
  complete: Float64Array;
  /** when the first who had seen it had his answer */
  known: Float64Array;
}

/**
 * Holds what buyers were told against the ledger, and the other way round. A row that a lost answer belongs to has an
 * invocation, and no completion: it may have been written at any time after.
 */
export function matchAnswers(columns: Columns, order: SeatOrder, report: Report): Times {
  const length = order.row.length;
  const times = {
    invoke: new Float64Array(length),
    complete: new Float64Array(length).fill(Infinity),
    known: new Float64Array(length).fill(Infinity),
  };
  for (let at = 0; at < length; at += 1) times.invoke[at] = invocationOf(columns, order.row[at]!, report);
  const { told, requests } = columns;
  for (let line = 0; line < told.request.length; line += 1) {
    const request = told.request[line]!;
    const outcome = requests.outcome[request];
    const complete = requests.complete[request]!;
    if (outcome === OK) acknowledge(columns, order, times, line, complete, report);
    else if (outcome === TAKEN) {
      const at = positionOf(order, told.seat[line]!, told.version[line]!);
      if (at !== NONE && complete < times.known[at]!) times.known[at] = complete;
    }
  }
  return times;
}

function invocationOf({ rows, requestOf, requests }: Columns, row: number, report: Report): number {
  const claim = rows.claim[row]!;
  const request = claim === NONE ? NONE : requestOf[claim]!;
  const sold = rows.liveDelta[row]! > 0;
  if (request === NONE) {
    if (sold) report('sold-to-nobody', { row });
    return -Infinity;
  }
  const outcome = requests.outcome[request]!;
  if (sold && (outcome === REFUSED || outcome === TAKEN)) report('sold-to-refused', { row });
  return requests.invoke[request]!;
}

/** A yes is in the ledger, for the seat and version and by the claim that were told. */
function acknowledge(
  { told, rows }: Columns,
  order: SeatOrder,
  times: Times,
  line: number,
  complete: number,
  report: Report,
): void {
  const seat = told.seat[line]!;
  const version = told.version[line]!;
  let at = version === NONE ? NONE : positionOf(order, seat, version);
  const mine = (row: number): boolean => rows.claim[row] === told.claim[line] && rows.liveDelta[row]! > 0;
  while (at !== NONE && !mine(order.row[at]!)) {
    at = at + 1 < order.start[seat + 1]! && order.version[at + 1] === version ? at + 1 : NONE;
  }
  if (at === NONE) {
    report('not-in-the-ledger', { told: line });
    return;
  }
  times.complete[at] = Math.min(complete, times.complete[at]!);
  times.known[at] = Math.min(complete, times.known[at]!);
}
