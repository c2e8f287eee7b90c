import type { Columns, Report, Rows } from './columns.js';
import { AVAILABLE, BOOKED, HELD, NONE } from './columns.js';
import type { SeatOrder } from './seat-order.js';

/**
 * Replays each seat's transitions in the order of versions. Versions are dense and each row starts where the one
 * before it ended, or the ledger cannot be believed; a second live claim with no release between is a double sale;
 * what is neither must be legal: taken when free, confirmed or given back by one who has it.
 */
export function replay({ rows, seats }: Columns, { start, row }: SeatOrder, report: Report): void {
  /** rows of the claims that have the seat; two or more after a double sale */
  const live: number[] = [];
  for (let seat = 0; seat < seats; seat += 1) {
    live.length = 0;
    let before = NONE;
    for (let at = start[seat]!; at < start[seat + 1]!; at += 1) {
      const now = row[at]!;
      continues(rows, before, now, report);
      if (rows.liveDelta[now]! > 0) take(rows, live, now, report);
      else if (!keepOrEnd(rows, live, now))
        report('illegal-transition', { row: now, against: live.at(-1) ?? NONE });
      before = now;
    }
  }
}

function continues(rows: Rows, before: number, row: number, report: Report): void {
  const last = before === NONE ? 0 : rows.version[before]!;
  const version = rows.version[row]!;
  if (version === last) report('version-twice', { row, against: before });
  else if (version !== last + 1) report('version-missing', { row, against: before });
  else if (rows.from[row] !== (before === NONE ? AVAILABLE : rows.to[before])) {
    report('other-status', { row, against: before });
  }
}

function take(rows: Rows, live: number[], row: number, report: Report): void {
  const first = live.at(-1);
  live.push(row);
  if (first !== undefined) report('sold-twice', { row, against: first });
  else if (rows.liveDelta[row] !== 1 || rows.to[row]! < HELD || rows.claim[row] === NONE) {
    report('illegal-transition', { row });
  }
}

/** Of a seat that was sold twice, each of its claims may be confirmed and given back; the last one leaves it free. */
function keepOrEnd(rows: Rows, live: number[], row: number): boolean {
  const index = live.findIndex((one) => rows.claim[one] === rows.claim[row]);
  if (index < 0) return false;
  const several = live.length > 1;
  if (rows.liveDelta[row] === 0) return rows.to[row] === BOOKED && (several || rows.from[row] === HELD);
  live.splice(index, 1);
  return rows.liveDelta[row] === -1 && (rows.to[row] === AVAILABLE) !== several;
}
