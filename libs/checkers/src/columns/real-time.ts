import type { Times } from './answers.js';
import type { Columns, Report } from './columns.js';
import { AVAILABLE, NONE, TAKEN } from './columns.js';
import type { SeatOrder } from './seat-order.js';
import { positionOf } from './seat-order.js';

/**
 * Linearizability, per seat: with the order of versions known, every pair "told before the other asked" that goes
 * against it is found with a running maximum of invocations and, from the end, a running minimum of answers
 * (Gibbons and Korach 1997, theorem 4.13: linear when each write names the one before it).
 */
export function keepsRealTime(columns: Columns, order: SeatOrder, times: Times, report: Report): void {
  const taken = new Int32Array(order.row.length);
  for (let seat = 0; seat < columns.seats; seat += 1) {
    accumulate(order, times, seat, taken, report);
  }
  let possible = true;
  const { request: requestOf, version } = columns.told;
  const { outcome } = columns.requests;
  for (let line = 0; line < requestOf.length; line += 1) {
    const request = requestOf[line]!;
    if (outcome[request] !== TAKEN) continue;
    if (version[line] !== NONE) readInTime(columns, order, times, line, report);
    else {
      // who was not told which of his seats is taken was told the truth if one of them was
      const first = requestOf[line - 1] !== request;
      possible = (!first && possible) || takenMeanwhile(columns, order, times, line, taken);
      if (!possible && requestOf[line + 1] !== request) report('never-taken', { told: line });
    }
  }
}

/** Leaves in `invoke` the latest up to here, in `known` the earliest from here on, in `taken` the last so far. */
function accumulate(
  { start, row, to }: SeatOrder,
  { invoke, complete, known }: Times,
  seat: number,
  taken: Int32Array,
  report: Report,
): void {
  const first = start[seat]!;
  const end = start[seat + 1]!;
  let latest = -Infinity;
  let latestAt = NONE;
  let lastTaken = NONE;
  for (let at = first; at < end; at += 1) {
    if (complete[at]! < latest) report('written-too-early', { row: row[at]!, against: row[latestAt]! });
    if (invoke[at]! > latest) {
      latest = invoke[at]!;
      latestAt = at;
    }
    invoke[at] = latest;
    if (to[at] !== AVAILABLE) lastTaken = at;
    taken[at] = lastTaken;
  }
  let earliest = Infinity;
  for (let at = end - 1; at >= first; at -= 1) {
    earliest = Math.min(earliest, known[at]!, complete[at]!);
    known[at] = earliest;
  }
}

function readInTime(
  { told, requests }: Columns,
  order: SeatOrder,
  times: Times,
  line: number,
  report: Report,
): void {
  const request = told.request[line]!;
  const at = positionOf(order, told.seat[line]!, told.version[line]!);
  if (at === NONE || order.to[at] === AVAILABLE) report('never-taken', { told: line });
  else if (times.invoke[at]! > requests.complete[request]!) report('taken-later', { told: line });
  else if (times.known[at + 1]! < requests.invoke[request]! && at + 1 < order.start[told.seat[line]! + 1]!) {
    report('taken-before', { told: line });
  }
}

/** Between the last version that was certainly there when he asked and the last that could be when he was told. */
function takenMeanwhile(
  { told, requests }: Columns,
  { start }: SeatOrder,
  { invoke, known }: Times,
  line: number,
  taken: Int32Array,
): boolean {
  const seat = told.seat[line]!;
  const request = told.request[line]!;
  const first = start[seat]!;
  const end = start[seat + 1]!;
  const last = lastUpTo(first, end, (at) => invoke[at]! <= requests.complete[request]!);
  const since = lastUpTo(first, end, (at) => known[at]! < requests.invoke[request]!);
  return last >= first && taken[last]! >= Math.max(since, first);
}

/** The last position at which a condition holds that holds up to some position and not after; else before the first. */
function lastUpTo(first: number, end: number, holds: (at: number) => boolean): number {
  let low = first;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
