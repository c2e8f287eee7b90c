import pg from 'pg';
import { until } from '#deadlines';
import { SEATS_APPLICATION } from '../../src/ledger/seat-transactions.ts';

const OPENS_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 5;

const OPEN_TRANSACTIONS = `
  SELECT pid FROM pg_stat_activity
  WHERE datname = current_database() AND application_name = '${SEATS_APPLICATION}' AND state = 'idle in transaction'`;

/** Comes back when a claim stands in the middle of its transaction. */
export async function claimIsOpen(database: pg.Client): Promise<void> {
  const isOpen = async (): Promise<boolean> => (await database.query(OPEN_TRANSACTIONS)).rows.length > 0;
  if (!(await until(OPENS_WITHIN_MS, LOOK_EVERY_MS, isOpen))) throw new Error('no claim is open');
}

export interface StuckSession {
  readonly pid: number;
  query(sql: string, values?: unknown[]): Promise<unknown>;
  end(): Promise<void>;
}

/** A transaction of the name that claims have, which no limit ends. */
export async function stuckTransaction(databaseUrl: string): Promise<StuckSession> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: SEATS_APPLICATION });
  await client.connect();
  await client.query('BEGIN');
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return {
    pid: rows[0]?.pid ?? 0,
    query: (sql, values = []) => client.query(sql, values),
    end: () => client.end(),
  };
}
