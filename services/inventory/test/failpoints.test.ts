import { nanos } from '@nats-io/transport-node';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import {
  BOOKINGS_STREAM,
  BOOKINGS_SUBJECTS,
  EventCounts,
  INVENTORY_CONSUMER,
  LedgerMessage,
} from '#contracts';
import { Failpoints } from '#failpoints';
import { EventStream, MessagingLink } from '#messaging';
import { freePorts } from '../../../deploy/local/servers/ports.mjs';
import { eventually } from '../../../libs/messaging/test/eventually.js';
import { NatsServer } from '../../../libs/messaging/test/nats-server.js';
import { type TestDatabase, cloneDatabase } from '../../../tools/test-servers/databases.js';
import { type ServiceProcess, startService } from '../../../tools/test-servers/service-process.js';
import { rowsInStream } from '../../booking/test/outbox-bench.js';
import { arm, openEvent } from '../../booking/test/support/cluster.js';
import { buy } from '../../booking/test/support/race.js';
import { type Replica, startReplicas } from '../../booking/test/support/replicas.js';
import { inventoryApp } from './support/inventory-app.js';

// a limit, and no wait
vi.setConfig({ testTimeout: 60_000 });

// real: booking and inventory as processes of what `npm run build` made, and a NATS server of their own
/** Nobody asks for much here, and opening them all takes a busy machine long. */
const FEW_SESSIONS = { SEAT_POOL_SIZE: '4' };
const SEATS = 10;
const ONE_SOLD = { available: SEATS - 1, liveSeats: 1 };
const SOON_MS = 20_000;
/** In place of the consumer's 30 s, for which a message waits whose reader has died. */
const ACK_WAIT_MS = 500;

let nats: NatsServer;
let copy: TestDatabase;
let database: pg.Client;
let link: MessagingLink;
let stream: EventStream;
let replica: Replica;
let inventory: ServiceProcess;

const startReplica = async (): Promise<void> => {
  const [started] = await startReplicas(1, copy.url, { env: { NATS_URL: nats.url, ...FEW_SESSIONS } });
  if (started === undefined) throw new Error('no replica');
  replica = started;
};
const startInventory = async (): Promise<void> => {
  const [port = 0] = await freePorts(1);
  inventory = await startService('inventory', { port, env: { DATABASE_URL: copy.url, NATS_URL: nats.url } });
};

beforeAll(async () => {
  nats = await NatsServer.prepare();
  [copy] = await Promise.all([cloneDatabase(inject('servers').templateUrl), nats.start()]);
  database = new pg.Client({ connectionString: copy.url });
  await database.connect();
  link = new MessagingLink({
    url: nats.url,
    name: 'failpoints-test',
    onGivenUp: (): never => process.exit(1),
  });
  stream = new EventStream(link, BOOKINGS_STREAM, [BOOKINGS_SUBJECTS]);
  await Promise.all([startReplica(), startInventory()]);
});
afterAll(async () => {
  await Promise.all([replica.stop(), inventory.stop(), link.close()]);
  await Promise.all([database.end(), nats.remove()]);
  await copy.drop();
});

const counted = (eventId: string, booked: number): Promise<EventCounts | undefined> =>
  eventually(
    `${booked} booked seats of ${eventId} are counted`,
    async () => {
      const answer = await fetch(`${inventory.url}/v1/inventory/events/${eventId}`);
      return answer.status === 200 ? EventCounts.parse(await answer.json()) : undefined;
    },
    (counts) => counts?.booked === booked && counts.capacity === SEATS,
    SOON_MS,
  );
/** An event of which every message has been handled. */
const quietEvent = async (): Promise<string> => {
  const eventId = await openEvent({ replicas: [replica], database, stop: () => Promise.resolve() }, SEATS, {
    strategy: 'conditional',
  });
  await counted(eventId, 0);
  await unacknowledged(0);
  return eventId;
};
const book = (eventId: string): Promise<unknown> =>
  buy({ url: replica.url, eventId, labels: ['A1'] }).catch(() => undefined);
const saleOf = async (eventId: string): Promise<number> => {
  const { rows } = await database.query<{ id: string }>(
    'SELECT ledger_id AS id FROM booking.ledger WHERE event_id = $1 AND claim_id IS NOT NULL',
    [eventId],
  );
  expect(rows).toHaveLength(1);
  return Number(rows[0]?.id);
};
const duplicates = async (): Promise<number> => {
  const text = await (await fetch(`${inventory.url}/metrics`)).text();
  return Number(/^lastseat_inventory_duplicate_rows_total (\d+)$/m.exec(text)?.[1] ?? 0);
};
const unacknowledged = (messages: number): Promise<unknown> =>
  eventually(
    `${messages} messages are not acknowledged`,
    async () => {
      const consumer = await (await stream.manager()).consumers.info(BOOKINGS_STREAM, INVENTORY_CONSUMER);
      return consumer.num_ack_pending + consumer.num_pending;
    },
    (left) => left === messages,
    SOON_MS,
  );

test('after-publish, kill: the rows are sent again, and are counted once', async () => {
  const eventId = await quietEvent();
  await arm(replica, { eventId, step: 'after-publish', does: 'kill', timesPerSeat: 1 });
  await book(eventId);
  expect(await replica.ended).toBe('SIGKILL');
  expect(replica.said()).toContain(`failpoint after-publish of event ${eventId}: kills itself\n`);
  await counted(eventId, 1);
  const sale = await saleOf(eventId);
  expect((await rowsInStream(stream)).get(sale)).toBe(1);
  const before = await duplicates();
  await startReplica();
  await eventually(
    'they are sent again',
    () => rowsInStream(stream),
    (rows) => rows.get(sale) === 2,
    SOON_MS,
  );
  await eventually('and known', duplicates, (now) => now > before, SOON_MS);
  expect(await counted(eventId, 1)).toMatchObject(ONE_SOLD);
});

/** What inventory has not acknowledged comes to the test, which gives it back. */
async function comesAgain(eventId: string): Promise<void> {
  const manager = await stream.manager();
  const { consumers } = manager;
  const { ack_wait = 0 } = (await consumers.info(BOOKINGS_STREAM, INVENTORY_CONSUMER)).config;
  await consumers.update(BOOKINGS_STREAM, INVENTORY_CONSUMER, { ack_wait: nanos(ACK_WAIT_MS) });
  const reader = await manager.jetstream().consumers.get(BOOKINGS_STREAM, INVENTORY_CONSUMER);
  const message = await reader.next({ expires: SOON_MS });
  expect(message?.info.deliveryCount).toBe(2);
  expect(LedgerMessage.parse(message?.json()).rows.map((row) => row.eventId)).toEqual([eventId]);
  await consumers.update(BOOKINGS_STREAM, INVENTORY_CONSUMER, { ack_wait });
  message?.nak();
}

test('before-ack, kill: applied and not acknowledged, so the message comes again, and is counted once', async () => {
  const eventId = await quietEvent();
  await arm(inventory, { eventId, step: 'before-ack', does: 'kill', timesPerSeat: 1 });
  await book(eventId);
  expect(await inventory.ended).toBe('SIGKILL');
  expect(inventory.said()).toContain(`failpoint before-ack of event ${eventId}: kills itself\n`);
  const { rows } = await database.query('SELECT booked FROM inventory.counts WHERE event_id = $1', [eventId]);
  expect(rows).toEqual([{ booked: '1' }]);
  await unacknowledged(1);
  await comesAgain(eventId);
  await startInventory();
  await eventually('it is known', duplicates, (known) => known === 1, SOON_MS);
  await unacknowledged(0);
  expect(await counted(eventId, 1)).toMatchObject(ONE_SOLD);
});

test('before-ack, throw: the message comes again at once, until the failpoint is spent', async () => {
  const eventId = await quietEvent();
  const before = await duplicates();
  await arm(inventory, { eventId, step: 'before-ack', does: 'throw', timesPerSeat: 2 });
  await book(eventId);
  await eventually('it came twice more', duplicates, (now) => now === before + 2, SOON_MS);
  await unacknowledged(0);
  expect(await counted(eventId, 1)).toMatchObject(ONE_SOLD);
});

test('in production there are no failpoints', async () => {
  const app = await inventoryApp(copy.url, nats.url, { profile: 'production' });
  const point = { eventId: '1', step: 'before-ack', does: 'throw', timesPerSeat: 1 } as const;
  const asked = await app.inject({ method: 'PUT', url: '/admin/failpoints', payload: point });
  const armed = (): boolean => app.get(Failpoints).arm(point);
  await app.close();
  expect(asked.json()).toMatchObject({ status: 404, code: 'not-found' });
  expect(armed).toThrow('in the lab alone');
});
