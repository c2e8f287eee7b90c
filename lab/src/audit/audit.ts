import type { Client, QueryResultRow } from 'pg';
import { waitUntil } from '../waiting.js';
import * as sql from './statements.js';

const DIFFERENCES_NAMED_MOST = 20;
const DRAIN_EVERY_MS = 50;

export interface SectionCounts {
  capacity: number;
  available: number;
  held: number;
  booked: number;
  live_seats: number;
}
export interface CountsDifference {
  eventId: string;
  section: string;
  ledger: SectionCounts | null;
  inventory: SectionCounts | null;
}
export interface SeatDifference {
  eventId: string;
  label: string;
  status: string;
  version: number;
  ledgerStatus: string;
  ledgerVersion: number;
  ledgerLive: number;
  liveClaims: number;
}
/** `total` differences, the first of them by name. */
interface Differences<One> {
  total: number;
  first: One[];
}
export interface AuditReport {
  agrees: boolean;
  rows: { ledger: number; events: number; unsent: number; unmarked: number; lacking: number };
  foreign: number;
  deadLetters: number;
  counts: Differences<CountsDifference>;
  seats: Differences<SeatDifference>;
}

/** The outbox gets this long to drain; a sale that goes on meanwhile may keep it from draining. */
export async function waitForOutbox(client: Client, mostMs: number): Promise<void> {
  const drained = async (): Promise<boolean> => {
    const { rows } = await client.query<{ drained: boolean }>(sql.DRAINED);
    return rows[0]?.drained === true;
  };
  await waitUntil(drained, (is) => is, { mostMs, everyMs: DRAIN_EVERY_MS });
}

/** One snapshot for everything, so that a sale in between is on both sides or on none. */
export async function auditOnce(client: Client, eventId: string | null): Promise<AuditReport> {
  await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
  try {
    const rows = await one<AuditReport['rows']>(client, sql.ROWS, [eventId]);
    const foreign = (await one<{ rows: number }>(client, sql.FOREIGN)).rows;
    const deadLetters = (await one<{ rows: number }>(client, sql.DEAD_LETTERS)).rows;
    const counts = await differences<CountsDifference>(client, sql.COUNTS_DIFFER, eventId);
    const seats = await differences<SeatDifference>(client, sql.SEATS_DIFFER, eventId);
    const amiss = rows.lacking + foreign + deadLetters + counts.total + seats.total;
    return { agrees: amiss === 0, rows, foreign, deadLetters, counts, seats };
  } finally {
    await client.query('ROLLBACK');
  }
}

/** Rows that inventory lacks are published again; those it has are never applied twice. Returns how many. */
export async function makeUnsent(client: Client, eventId: string | null): Promise<number> {
  return (await client.query(sql.MAKE_UNSENT, [eventId])).rowCount ?? 0;
}

export async function eventExists(client: Client, eventId: string): Promise<boolean> {
  return (await one<{ exists: boolean }>(client, sql.EVENT_EXISTS, [eventId])).exists;
}

async function one<Row extends QueryResultRow>(
  client: Client,
  text: string,
  values: unknown[] = [],
): Promise<Row> {
  const [row] = (await client.query<Row>(text, values)).rows;
  if (row === undefined) throw new Error(`no row from: ${text}`);
  return row;
}

async function differences<One extends QueryResultRow>(
  client: Client,
  text: string,
  eventId: string | null,
): Promise<Differences<One>> {
  const { rows } = await client.query<One & { total: number }>(text, [eventId, DIFFERENCES_NAMED_MOST]);
  return { total: rows[0]?.total ?? 0, first: rows };
}
