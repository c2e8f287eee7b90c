import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { type TestDatabase, cloneDatabase } from '../../../tools/test-servers/databases.ts';
import { SeedEvents1764100100000 } from '../src/db/migrations/1764100100000-seed-events.ts';
import { migrationDataSource } from '../src/db/data-source.ts';
import { appOn } from './support/booking-app.ts';
import { send } from './support/sale.ts';

let database: TestDatabase;
let sql: pg.Client;
beforeAll(async () => {
  database = await cloneDatabase(inject('servers').templateUrl);
  sql = new pg.Client({ connectionString: database.url });
  await sql.connect();
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

/** What a seed's clients find, and what the ledger tells inventory of it. */
async function seeded(): Promise<unknown[]> {
  const { rows } = await sql.query(
    `SELECT event_id, count(*)::int AS seats, min(label) AS first, count(*) FILTER (WHERE status = 'available')::int AS free,
       (SELECT sum(seats) FILTER (WHERE from_status IS NULL) || ' ' || sum(seats) FILTER (WHERE to_status = 'available')
          - coalesce(sum(seats) FILTER (WHERE from_status = 'available'), 0) || ' ' || sum(live_delta)
        FROM booking.ledger WHERE ledger.event_id = seats.event_id) AS "bornFreeLive"
     FROM booking.seats GROUP BY event_id ORDER BY event_id`,
  );
  return rows;
}
const event = (eventId: string, seats: number, first: string): object => ({
  ...{ event_id: eventId, seats, first, free: seats, bornFreeLive: `${seats} ${seats} 0` },
});
const FRESH = [
  event('1', 100, 'A1'),
  event('155ff34d-51ec-4053-841e-a6cc24253256', 100, 'Quota-1'),
  event('property-1', 5, 'Slots-1'),
  event('tickets-1', 5, '410c82b1-d33a-4eec-b93f-9b42f66f1000'),
  event('tickets-2', 5, '664047f8-3253-41e4-98d6-9416cd3af9d4'),
];

it('seeds five events, each with as many seats as were born', async () => {
  expect(await seeded()).toEqual(FRESH);
});

it('is undone and done again, and the ledger still adds up', async () => {
  const app = await appOn(database.url);
  for (const customer of ['customer-1', 'customer-2']) {
    const body = { event_id: 1, seat_number: 'A1', customer_id: customer };
    await send(app, 'POST', '/book', body);
  }
  await send(app, 'POST', '/booking/reserve');
  await app.close();
  const source = await new DataSource(migrationDataSource(database.url)).initialize();
  const runner = source.createQueryRunner();
  const seeds = new SeedEvents1764100100000();
  await seeds.down(runner);
  expect(await seeded()).toEqual([]);
  await seeds.up(runner);
  expect(await seeded()).toEqual(FRESH);
  const { rows } = await sql.query(
    `SELECT version::int FROM booking.seats WHERE event_id = '1' AND label = 'A1'`,
  );
  expect(rows).toEqual([{ version: 2 }]);
  await runner.release();
  await source.destroy();
});
