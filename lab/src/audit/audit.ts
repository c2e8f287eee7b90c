import type { Client } from 'pg';
import { waitUntil } from '../waiting.js';
import { type LifeReport, auditLife } from './life.js';
import { type MoneyReport, auditMoney } from './money.js';
import { SETTLED } from './money-statements.js';
import { type Differences, differences, one } from './snapshot.js';
import * as sql from './statements.js';

const LOOK_EVERY_MS = 50;

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
export interface AuditReport {
  agrees: boolean;
  rows: { ledger: number; events: number; unsent: number; unmarked: number; lacking: number };
  foreign: number;
  deadLetters: number;
  counts: Differences<CountsDifference>;
  seats: Differences<SeatDifference>;
  life: LifeReport;
  money: MoneyReport;
}

/** Outbox and payments get this long to settle; a sale that goes on meanwhile may keep them from it. */
export async function waitUntilQuiet(client: Client, eventId: string | null, mostMs: number): Promise<void> {
  const quiet = async (): Promise<boolean> =>
    (await one<{ drained: boolean }>(client, sql.DRAINED)).drained &&
    (await one<{ settled: boolean }>(client, SETTLED, [eventId])).settled;
  await waitUntil(quiet, (is) => is, { mostMs, everyMs: LOOK_EVERY_MS });
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
    const life = await auditLife(client, eventId);
    const money = await auditMoney(client, eventId);
    const report = { rows, foreign, deadLetters, counts, seats, life, money };
    return { agrees: inventoryAgrees(report) && moneyAgrees(report), ...report };
  } finally {
    await client.query('ROLLBACK');
  }
}

export const inventoryAgrees = (report: Omit<AuditReport, 'agrees'>): boolean =>
  report.rows.lacking + report.foreign + report.deadLetters + report.counts.total + report.seats.total === 0;

export const moneyAgrees = ({ life, money }: Omit<AuditReport, 'agrees'>): boolean =>
  [life.claims, life.customers, life.overdue, money.claims, money.payments].every(({ total }) => total === 0);

/** Rows that inventory lacks are published again; those it has are never applied twice. Returns how many. */
export async function makeUnsent(client: Client, eventId: string | null): Promise<number> {
  return (await client.query(sql.MAKE_UNSENT, [eventId])).rowCount ?? 0;
}

export async function eventExists(client: Client, eventId: string): Promise<boolean> {
  return (await one<{ exists: boolean }>(client, sql.EVENT_EXISTS, [eventId])).exists;
}
