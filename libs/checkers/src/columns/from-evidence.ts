import type { Evidence, LedgerRow, Operation, SeatStatus } from '../evidence.js';
import { requestOf } from '../evidence.js';
import type { Columns, Rows } from './columns.js';
import * as column from './columns.js';
import { columnsFor, rowsFor } from './columns.js';
import { Numbers } from './numbers.js';

/** What the numbers of the columns stand for. */
export interface Legend {
  seats: readonly string[];
  sections: readonly string[];
  /** by row of the ledger columns; rows of seats without a version are no rows */
  rows: readonly LedgerRow[];
  /** by line of what was told */
  told: readonly ToldLine[];
}

interface ToldLine {
  operation: Operation;
  seat: string;
  version: number | null;
}

const STATUS: Record<SeatStatus, number> = {
  available: column.AVAILABLE,
  held: column.HELD,
  booked: column.BOOKED,
};

/** A birth has neither seat nor version, a transition has both. */
const isWhole = (row: LedgerRow): boolean => (row.seat === null) === (row.version === null);

export function columnsOf(evidence: Evidence): { columns: Columns; legend: Legend } {
  const [seats, sections, claims] = [new Numbers(), new Numbers(), new Numbers()];
  const { operations } = evidence;
  const rows = evidence.ledger.filter(isWhole);
  const told = operations.flatMap((operation) => toldTo(operation));
  const filled = fillRows(rows, { seats, sections, claims });
  const lines = told.map((line) => [seats.of(line.seat), claims.of(line.operation.answers.at(-1)?.claimId)]);
  for (const claim of evidence.claims) claims.of(claim.claimId);
  const size = { seats: seats.count, sections: sections.count, claims: claims.count, rows: rows.length };
  const columns = columnsFor({ ...size, requests: operations.length, told: told.length });
  columns.rows = filled;
  fillRequests(columns, operations);
  const requests = new Map(operations.map((operation, index) => [operation, index]));
  for (const [line, { operation, version }] of told.entries()) {
    columns.told.request[line] = requests.get(operation) ?? column.NONE;
    [columns.told.seat[line], columns.told.claim[line]] = [lines[line]![0]!, lines[line]![1]!];
    columns.told.version[line] = version ?? column.NONE;
  }
  const byRequest = new Map(operations.map((operation, index) => [requestOf(operation), index]));
  for (const claim of evidence.claims) {
    columns.requestOf[claims.of(claim.claimId)] = byRequest.get(requestOf(claim)) ?? column.NONE;
  }
  return { columns, legend: { seats: seats.names, sections: sections.names, rows, told } };
}

/** The ledger alone, for sums. */
export function rowsOf(ledger: readonly LedgerRow[]): { rows: Rows; sections: readonly string[] } {
  const sections = new Numbers();
  return {
    rows: fillRows(ledger, { seats: new Numbers(), sections, claims: new Numbers() }),
    sections: sections.names,
  };
}

function fillRows(
  ledger: readonly LedgerRow[],
  numbers: Record<'seats' | 'sections' | 'claims', Numbers>,
): Rows {
  const rows = rowsFor(ledger.length);
  for (const [index, row] of ledger.entries()) {
    rows.section[index] = numbers.sections.of(row.section);
    rows.seat[index] = numbers.seats.of(row.seat);
    rows.version[index] = row.version ?? 0;
    rows.from[index] = row.from === null ? column.NOTHING : STATUS[row.from];
    rows.to[index] = STATUS[row.to];
    rows.seats[index] = row.seats;
    rows.liveDelta[index] = row.liveDelta;
    rows.claim[index] = numbers.claims.of(row.claimId);
  }
  return rows;
}

function fillRequests({ requests }: Columns, operations: readonly Operation[]): void {
  for (const [index, operation] of operations.entries()) {
    requests.invoke[index] = operation.invokedAtUs;
    requests.complete[index] = operation.completedAtUs;
    requests.outcome[index] = outcomeOf(operation);
  }
}

function outcomeOf(operation: Operation): number {
  if (operation.outcome === 'unknown') return column.UNKNOWN;
  if (operation.outcome === 'ok') return column.OK;
  return toldTaken(operation) ? column.TAKEN : column.REFUSED;
}

export const toldTaken = (operation: Operation): boolean =>
  operation.outcome === 'fail' && operation.answers.at(-1)?.code === 'seat-taken';

function toldTo(operation: Operation): ToldLine[] {
  const answer = operation.answers.at(-1);
  const line = (seat: string, version: number | null): ToldLine => ({ operation, seat, version });
  const told = new Map(answer?.seats.map((seat) => [seat.label, seat.version]));
  const wanted = operation.seats.length > 0 ? operation.seats : [...told.keys()];
  if (operation.outcome === 'ok') return wanted.map((seat) => line(seat, told.get(seat) ?? null));
  if (!toldTaken(operation)) return [];
  if (told.size === 0) return wanted.map((seat) => line(seat, null));
  const named = wanted.filter((seat) => told.has(seat));
  // "taken", and named is what he did not ask for: at version 0 nothing is taken
  if (named.length === 0) return wanted.map((seat) => line(seat, 0));
  return named.map((seat) => line(seat, told.get(seat) ?? null));
}
