import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EventCounts, LEDGER_SUBJECT, Problem } from '#contracts';
import { pause } from '#deadlines';
import { Database, migrate } from '#postgres';
import { eventually } from '../../../libs/messaging/test/eventually.js';
import { NatsServer } from '../../../libs/messaging/test/nats-server.js';
import { migrationDataSource as bookingMigrations } from '../../booking/src/db/data-source.js';
import { Replica } from '../../booking/test/outbox-bench.js';
import { migrationDataSource } from '../src/db/data-source.js';
import { inventoryApp } from './support/inventory-app.js';
import { PostgresServer } from './support/postgres-server.js';
import { APPLIED, BIRTH, DEAD, LEDGER, OUTBOX, SALES } from './support/statements.js';

const REPLICAS = 3;
const WRITE_EVERY_MS = 5;
let nats: NatsServer;
let postgres: PostgresServer;
let database: Database;
let replicas: Replica[];
let app: NestFastifyApplication;

const CAPACITY = 100_000;
const open = async (eventId: string): Promise<void> => {
  await database.query(BIRTH, [eventId, CAPACITY]);
};
const sell = async (eventId: string, seats: number): Promise<void> => {
  await database.query(SALES, [eventId, seats]);
  for (const { relay } of replicas) relay.wake();
};
const counts = async (eventId: string): Promise<EventCounts | undefined> => {
  const response = await app.inject(`/v1/inventory/events/${eventId}`);
  return response.statusCode === 200 ? EventCounts.parse(response.json()) : undefined;
};
const agrees = (eventId: string, sold: number, withinMs: number): Promise<EventCounts | undefined> =>
  eventually(
    `${sold} sold seats of ${eventId} are counted`,
    () => counts(eventId).catch(() => undefined),
    (found) => found?.booked === sold && found.capacity === CAPACITY,
    withinMs,
  );
const oneRow = async <Row extends Record<string, unknown>>(what: {
  name: string;
  text: string;
}): Promise<Row> => {
  const [row] = await database.query<Row>(what, []);
  if (row === undefined) throw new Error(`${what.name}: no row`);
  return row;
};
const nothingTwice = async (): Promise<void> => {
  expect(await oneRow(APPLIED)).toEqual(await oneRow(LEDGER));
};

/** Sells without pause while something happens to the servers; resolves with the number sold. */
async function sellDuring(eventId: string, disturb: () => Promise<void>): Promise<number> {
  const over = new AbortController();
  const selling = (async () => {
    let sold = 0;
    while (!over.signal.aborted) {
      await sell(eventId, 3);
      sold += 3;
      await pause(WRITE_EVERY_MS);
    }
    return sold;
  })();
  await disturb();
  over.abort();
  return selling;
}

beforeAll(async () => {
  [nats, postgres] = await Promise.all([NatsServer.prepare(), PostgresServer.prepare()]);
  await Promise.all([nats.start(), postgres.start()]);
  await migrate(bookingMigrations(postgres.url));
  await migrate(migrationDataSource(postgres.url));
  database = new Database(postgres.url, { applicationName: 'end-to-end', poolSize: 3 }, () => {});
  await database.warm();
  replicas = Array.from({ length: REPLICAS }, () => new Replica(postgres.url, nats.url).start());
  app = await inventoryApp(postgres.url, nats.url);
});
afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.stop()));
  await app.close();
  await database.close();
  await Promise.all([nats.remove(), postgres.remove()]);
});

describe('a committed ledger row', () => {
  test('is in the counts at once', async () => {
    await open('quick');
    await agrees('quick', 0, 2_000);
    const lags: number[] = [];
    for (let sold = 1; sold <= 20; sold += 1) {
      await sell('quick', 1);
      lags.push((await agrees('quick', sold, 2_000))?.lagMs ?? Infinity);
    }
    // on a quiet machine nearly all are below 20; with polling instead of the signal none would be below 100
    expect(Math.min(...lags)).toBeLessThan(50);
  });

  test('is marked applied, and the message is nobody’s business any more', async () => {
    await sell('quick', 10);
    const left = await eventually(
      'all applied',
      () => oneRow<{ unapplied: number }>(OUTBOX),
      (l) => l.unapplied === 0,
    );
    expect(left).toMatchObject({ unsent: 0 });
  });
});

describe('counts agree', () => {
  test('after NATS was away under load, and claims went on', async () => {
    await open('away');
    const sold = await sellDuring('away', async () => {
      await nats.stop();
      await eventually(
        'many rows wait',
        () => oneRow<{ unsent: number }>(OUTBOX),
        (left) => left.unsent > 500,
      );
      await nats.start();
    });
    expect(await agrees('away', sold, 5_000)).toMatchObject({ available: CAPACITY - sold, liveSeats: sold });
    await nothingTwice();
  });

  test('after its data directory was wiped under load: nothing lost, nothing twice', async () => {
    await open('wiped');
    const sold = await sellDuring('wiped', async () => {
      await eventually(
        'some are counted',
        () => counts('wiped'),
        (found) => (found?.booked ?? 0) > 50,
      );
      await nats.stop();
      await nats.wipe();
      await eventually(
        'many rows wait',
        () => oneRow<{ unsent: number }>(OUTBOX),
        (left) => left.unsent > 200,
      );
      await nats.start();
    });
    expect(await agrees('wiped', sold, 5_000)).toMatchObject({ available: CAPACITY - sold, liveSeats: sold });
    await nothingTwice();
  });

  test('after PostgreSQL was restarted with messages under way', async () => {
    await open('restarted');
    await sell('restarted', 1_000);
    await postgres.stop();
    expect((await app.inject('/health/ready')).statusCode).toBe(503);
    expect((await app.inject('/health/live')).statusCode).toBe(200);
    const refused = await app.inject('/v1/inventory/events/restarted');
    expect(Problem.parse(refused.json())).toMatchObject({ status: 503, code: 'database-unavailable' });
    await postgres.start();
    await eventually('PostgreSQL is back', () => oneRow(LEDGER).catch(() => undefined), Boolean);
    await sell('restarted', 5);
    await agrees('restarted', 1_005, 5_000);
    await nothingTwice();
    expect((await app.inject('/health/ready')).statusCode).toBe(200);
  });
});

test('what is no ledger message is kept as a dead letter and holds up nothing', async () => {
  await replicas[0]?.stream.publish(LEDGER_SUBJECT, { rows: [] }, 'not-a-ledger-message');
  const letters = await eventually(
    'it is buried',
    () => database.query(DEAD, []),
    (rows) => rows.length === 1,
  );
  expect(letters[0]).toMatchObject({ subject: LEDGER_SUBJECT, payload: Buffer.from('{"rows":[]}') });
  await open('afterwards');
  expect(await agrees('afterwards', 0, 2_000)).toMatchObject({ available: CAPACITY });
});

test('an event of which nothing has arrived is a 404 problem, a bad id a 400', async () => {
  const unknown = await app.inject('/v1/inventory/events/nobody');
  expect(Problem.parse(unknown.json())).toMatchObject({ status: 404, code: 'event-unknown' });
  const bad = await app.inject('/v1/inventory/events/a%20b');
  expect(Problem.parse(bad.json())).toMatchObject({ status: 400, code: 'invalid-request' });
});

test('health tells of NATS, metrics of the messages and of the free seats', async () => {
  const ready = await app.inject('/health/ready');
  expect(ready.json()).toMatchObject({ status: 'ok', details: { nats: { connected: true } } });
  await open('gauged');
  await sell('gauged', 7);
  await agrees('gauged', 7, 10_000);
  const { body } = await app.inject('/metrics');
  expect(body).toContain('lastseat_inventory_messages_total{outcome="acknowledged"}');
  expect(body).toContain(`available_seats{event_id="gauged"} ${CAPACITY - 7}\n`);
});
