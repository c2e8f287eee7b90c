import type { LedgerRow } from './evidence.js';

/** A transition of one seat; the births of sections are left out. */
export interface SeatRow extends LedgerRow {
  seat: string;
  version: number;
}

const isSeatRow = (row: LedgerRow): row is SeatRow => row.seat !== null && row.version !== null;

/**
 * Rows by seat, each seat's in the order of versions: the order the database gave them, whoever wrote first.
 */
export function rowsBySeat(ledger: readonly LedgerRow[]): Map<string, SeatRow[]> {
  const bySeat = new Map<string, SeatRow[]>();
  for (const row of ledger) {
    if (!isSeatRow(row)) continue;
    const rows = bySeat.get(row.seat);
    if (rows === undefined) bySeat.set(row.seat, [row]);
    else rows.push(row);
  }
  for (const rows of bySeat.values()) rows.sort((a, b) => a.version - b.version);
  return bySeat;
}
