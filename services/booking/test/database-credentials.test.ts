import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { DatabaseEnvironment } from '#config';
import { Database, migrate } from '#postgres';
import { type TestDatabase, cloneDatabase } from '../../../tools/test-servers/databases.ts';
import { migrationDataSource as inventoryMigrations } from '../../inventory/src/db/data-source.ts';
import { migrationDataSource } from '../src/db/data-source.ts';
import { appOn } from './support/booking-app.ts';
import { Sale } from './support/sale.ts';

/** What a URL takes for something else. */
const PASSWORD = 'p@ss:w/o?r#d%20&+';
const USER = `user@${randomBytes(4).toString('hex')}:#%`;

let database: TestDatabase;
let owner: pg.Client;
beforeAll(async () => {
  database = await cloneDatabase(inject('servers').templateUrl);
  owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  const role = owner.escapeIdentifier(USER);
  // of the test's own database it may do everything, as the one role of an installation
  await owner.query(`CREATE ROLE ${role} LOGIN SUPERUSER PASSWORD ${owner.escapeLiteral(PASSWORD)}`);
});
afterAll(async () => {
  await owner.query(`DROP ROLE ${owner.escapeIdentifier(USER)}`);
  await owner.end();
  await database.drop();
});

const { hostname, port } = new URL(inject('servers').templateUrl);
const nameOfDatabase = (): string => new URL(database.url).pathname.slice(1);
const [user, password] = [USER, PASSWORD].map(encodeURIComponent);

describe.each([
  [
    'a URL',
    () => ({ DATABASE_URL: `postgres://${user}:${password}@${hostname}:${port}/${nameOfDatabase()}` }),
  ],
  [
    'its parts',
    () => ({
      POSTGRES_USER: USER,
      POSTGRES_PASSWORD: PASSWORD,
      POSTGRES_DB: nameOfDatabase(),
      POSTGRES_HOST: hostname,
      POSTGRES_PORT: port,
    }),
  ],
])('a name and a password of any letters, given as %s', (_, env) => {
  it('let migrations, a replica and inventory in', async () => {
    const { databaseUrl } = DatabaseEnvironment.parse(env());
    expect(await migrate(migrationDataSource(databaseUrl))).toEqual([]);
    expect(await migrate(inventoryMigrations(databaseUrl))).toEqual([]);
    const app = await appOn(databaseUrl, { seatPoolSize: 2 });
    const sale = await Sale.open(app);
    expect((await sale.claim(['A1'])).status).toBe(201);
    await app.close();
    const inventory = new Database(databaseUrl, { applicationName: 'credentials', poolSize: 1 }, () => {});
    const rows = await inventory.query({ name: 'who', text: 'SELECT current_user AS who' }, []);
    await inventory.close();
    expect(rows).toEqual([{ who: USER }]);
  });
});
