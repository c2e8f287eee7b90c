import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate } from '#postgres';
import { migrationDataSource as bookingMigrations } from '../../services/booking/src/db/data-source.ts';
import { migrationDataSource as inventoryMigrations } from '../../services/inventory/src/db/data-source.ts';
import { migrationDataSource as paymentsMigrations } from '../../services/payments/src/db/data-source.ts';

const TEMPLATE = 'lastseat_template';

const named = (url: string, database: string): string => {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
};

async function asOwner(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: named(url, 'postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** @returns the URL of the migrated database that `cloneDatabase` copies */
export async function migrateTemplate(serverUrl: string): Promise<string> {
  await asOwner(serverUrl, `CREATE DATABASE ${TEMPLATE}`);
  const url = named(serverUrl, TEMPLATE);
  await migrate(bookingMigrations(url));
  await migrate(inventoryMigrations(url));
  await migrate(paymentsMigrations(url));
  return url;
}

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A database of one test file: a copy takes some 50 ms, so nobody has to clean up after anybody. */
export async function cloneDatabase(templateUrl: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asOwner(templateUrl, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  return {
    url: named(templateUrl, name),
    // a pool that has ended may still be saying goodbye, and a session that is thrown out then says so to nobody who
    // listens; PostgreSQL waits 5 s for sessions to leave by themselves
    drop: () =>
      asOwner(templateUrl, `DROP DATABASE ${name}`).catch(() =>
        asOwner(templateUrl, `DROP DATABASE ${name} WITH (FORCE)`),
      ),
  };
}
