import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { until } from '#deadlines';
import { migrate } from '#postgres';
import { migrationDataSource as bookingMigrations } from '../../services/booking/src/db/data-source.ts';
import { migrationDataSource as inventoryMigrations } from '../../services/inventory/src/db/data-source.ts';
import { migrationDataSource as paymentsMigrations } from '../../services/payments/src/db/data-source.ts';

const TEMPLATE = 'lastseat_template';
/** A pool that has ended may still be saying goodbye; a session that is thrown out then tells nobody who listens. */
const GOODBYE = { withinMs: 500, everyMs: 20 };
const SESSIONS = 'SELECT FROM pg_stat_activity WHERE datname = $1';

const named = (url: string, database: string): string => {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
};

async function asOwner(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: named(url, 'postgres') });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** @returns the URL of the migrated database that `cloneDatabase` copies */
export async function migrateTemplate(serverUrl: string): Promise<string> {
  await asOwner(serverUrl, (client) => client.query(`CREATE DATABASE ${TEMPLATE}`));
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
  await asOwner(templateUrl, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`));
  return {
    url: named(templateUrl, name),
    drop: () =>
      asOwner(templateUrl, async (client) => {
        const isAlone = async (): Promise<boolean> => (await client.query(SESSIONS, [name])).rowCount === 0;
        await until(GOODBYE.withinMs, GOODBYE.everyMs, isAlone);
        await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
      }),
  };
}
