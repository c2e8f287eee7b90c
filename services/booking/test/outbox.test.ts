import { AckPolicy } from '@nats-io/jetstream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { INVENTORY_CONSUMER, LEDGER_SUBJECT } from '#contracts';
import { Database, migrate } from '#postgres';
import { eventually } from '../../../libs/messaging/test/eventually.js';
import { NatsServer } from '../../../libs/messaging/test/nats-server.js';
import { PostgresServer } from '../../inventory/test/support/postgres-server.js';
import { migrationDataSource } from '../src/db/data-source.js';
import { Replica, rowsInStream } from './outbox-bench.js';

const STARTS_WITHIN_MS = 60_000;
const statement = (name: string, text: string): { name: string; text: string } => ({ name, text });
const ADD_ROWS = statement(
  'add-rows',
  `INSERT INTO booking.ledger (event_id, section, seat_id, claim_id, from_status, to_status, live_delta, version)
   SELECT 'e' || n % 3, 'Stalls', n, gen_random_uuid(), 'available', 'booked', 1, 1 FROM generate_series(1, $1) AS n
   RETURNING ledger_id`,
);
const COUNT_ROWS = statement(
  'count-rows',
  `SELECT count(*) FILTER (WHERE sent_seq IS NULL) AS unsent, count(applied_at) AS applied, count(*) AS total,
     count(DISTINCT sent_stream) AS streams FROM booking.ledger`,
);
const EMPTY = statement('empty', 'DELETE FROM booking.ledger');

let nats: NatsServer;
let postgres: PostgresServer;
let database: Database;
let replicas: Replica[];

const replica = (): Replica => {
  const made = new Replica(postgres.url, nats.url);
  replicas.push(made);
  return made;
};
const addRows = async (count: number): Promise<number[]> =>
  (await database.query<{ ledger_id: number }>(ADD_ROWS, [count])).map((row) => row.ledger_id);
const counts = async (): Promise<{ unsent: number; applied: number; total: number; streams: number }> => {
  const [row] = await database.query<{ unsent: number; applied: number; total: number; streams: number }>(
    COUNT_ROWS,
    [],
  );
  if (row === undefined) throw new Error('no counts');
  return row;
};
const allSent = (): Promise<unknown> => eventually('all rows are sent', counts, ({ unsent }) => unsent === 0);
/** Inventory, as far as the outbox sees it. */
async function acknowledge({ stream }: Replica, most = 1_000): Promise<void> {
  const manager = await stream.manager();
  await manager.consumers.add(stream.name, {
    durable_name: INVENTORY_CONSUMER,
    filter_subjects: [LEDGER_SUBJECT],
    ack_policy: AckPolicy.Explicit,
  });
  const consumer = await manager.jetstream().consumers.get(stream.name, INVENTORY_CONSUMER);
  const { num_pending: pending } = await consumer.info();
  if (pending === 0) return;
  for await (const message of await consumer.fetch({ max_messages: Math.min(pending, most), expires: 2_000 }))
    message.ack();
}

const allApplied = (one: Replica): Promise<unknown> =>
  eventually(
    'all rows are applied',
    async () => {
      await acknowledge(one);
      return counts();
    },
    ({ applied, total, unsent }) => applied === total && unsent === 0,
  );

beforeAll(async () => {
  [nats, postgres] = await Promise.all([NatsServer.prepare(), PostgresServer.prepare()]);
  await Promise.all([nats.start(), postgres.start()]);
  await migrate(migrationDataSource(postgres.url));
  database = new Database(postgres.url, { applicationName: 'outbox-test', poolSize: 3 }, () => {});
}, STARTS_WITHIN_MS);
afterAll(async () => {
  await database.close();
  await Promise.all([nats.remove(), postgres.remove()]);
});
beforeEach(() => {
  replicas = [];
});
afterEach(async () => {
  await eventually(
    'NATS is there',
    () => replicas[0]?.link.connected,
    (connected) => connected !== false,
  );
  const [one] = replicas;
  await Promise.all(replicas.slice(1).map((each) => each.stop()));
  if (one !== undefined) {
    await one.relay.stop();
    await one.marker.stop();
    const manager = await one.stream.manager();
    await manager.streams.delete(one.stream.name).catch(() => false);
    await one.stop();
  }
  await database.query(EMPTY, []);
});

describe('the relay', () => {
  test('two of them send every row, each once, and mark it', async () => {
    const [one] = [replica().start(), replica().start()];
    const ids = await addRows(2_500);
    await allSent();
    const sent = await rowsInStream(one.stream);
    expect([...sent.keys()].toSorted((a, b) => a - b)).toEqual(ids);
    expect([...sent.values()].every((times) => times === 1)).toBe(true);
  });

  test('finds a row that was committed after one with a higher id', async () => {
    const one = replica().start();
    const late = await database.transaction(async (tx) => {
      const [row] = await tx.query<{ ledger_id: number }>(ADD_ROWS, [1]);
      await addRows(1);
      await eventually('the later row is sent', counts, ({ unsent, total }) => total === 1 && unsent === 0);
      return { commits: true, value: row?.ledger_id ?? 0 };
    });
    await allSent();
    expect((await rowsInStream(one.stream)).get(late)).toBe(1);
  });

  test('sends what was woken for at once', async () => {
    const one = replica().start();
    await addRows(1);
    await allSent();
    const started = performance.now();
    await addRows(1);
    one.relay.wake();
    await allSent();
    expect(performance.now() - started).toBeLessThan(150);
  });

  test('leaves the rows while NATS is away, and sends them when it is back', async () => {
    const one = replica().start();
    await addRows(1);
    await allSent();
    await nats.stop();
    await eventually(
      'the link is lost',
      () => one.link.connected,
      (connected) => !connected,
    );
    await addRows(350);
    await expect(one.sentStream.judged()).rejects.toThrow('not connected');
    expect((await counts()).unsent).toBe(350);
    await nats.start();
    await allSent();
    expect((await rowsInStream(one.stream)).size).toBe(351);
  });
});

describe('a lost stream', () => {
  test('is refilled with what was not applied, after its data was wiped', async () => {
    const one = replica().start();
    await addRows(200);
    await allSent();
    await allApplied(one);
    const pending = await addRows(250);
    await allSent();
    await nats.stop();
    await nats.wipe();
    await nats.start();
    const sent = await eventually(
      'the pending rows are in the new stream',
      () => rowsInStream(one.stream).catch(() => new Map<number, number>()),
      (rows) => rows.size === pending.length,
    );
    expect([...sent.keys()].toSorted((a, b) => a - b)).toEqual(pending);
    await allApplied(one);
  });

  test('is noticed when somebody else has made it again without a disconnect', async () => {
    const [one, two] = [replica().start(), replica().start()];
    const ids = await addRows(300);
    await allSent();
    await one.stream.startAfresh();
    await eventually(
      'all rows are in the new stream',
      () => rowsInStream(one.stream),
      (rows) => rows.size === ids.length,
    );
    await addRows(10);
    two.relay.wake();
    await allSent();
    await allApplied(one);
    expect((await counts()).streams).toBe(1);
  });

  test('that lost only its tail starts afresh', async () => {
    const one = replica().start();
    await addRows(5);
    await allSent();
    const { identity, lastSequence } = await one.stream.ensure();
    // what a power cut leaves: the same creation time, and a last sequence below what was sent
    await database.query(statement('pretend', 'UPDATE booking.ledger SET sent_seq = $1'), [lastSequence + 7]);
    await nats.stop();
    await nats.start();
    await eventually(
      'another stream has the rows',
      async () => ({ state: await one.stream.ensure().catch(() => undefined), ...(await counts()) }),
      ({ state, unsent }) => state !== undefined && state.identity !== identity && unsent === 0,
    );
    await allApplied(one);
    expect((await rowsInStream(one.stream)).size).toBe(5);
  });
});

test('rows below the ack floor are marked applied, and none above it', async () => {
  const one = replica().start();
  await addRows(100);
  await allSent();
  await addRows(100);
  await allSent();
  await acknowledge(one, 1);
  const { applied } = await eventually('rows are marked', counts, (now) => now.applied > 0);
  expect(applied).toBe(100);
  await allApplied(one);
});
