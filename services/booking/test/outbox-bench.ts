import { AckPolicy } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { inject } from 'vitest';
import { INVENTORY_CONSUMER, LEDGER_SUBJECT, LedgerMessage } from '#contracts';
import { Failpoints } from '#failpoints';
import { EventStream, MessagingLink } from '#messaging';
import { Database } from '#postgres';
import { eventually } from '../../../libs/messaging/test/eventually.js';
import { NatsServer } from '../../../libs/messaging/test/nats-server.js';
import { type TestDatabase, cloneDatabase } from '../../../tools/test-servers/databases.js';
import { AppliedMarker } from '../src/outbox/applied-marker.js';
import { OutboxRelay } from '../src/outbox/outbox-relay.js';
import { SentStream } from '../src/outbox/sent-stream.js';

const unexpected = (reason: Error | undefined): never => {
  throw reason ?? new Error('the link was given up');
};

/** What one replica has of the outbox, without Nest. */
export class Replica {
  readonly database: Database;
  readonly link: MessagingLink;
  readonly stream: EventStream;
  readonly sentStream: SentStream;
  readonly failpoints = new Failpoints('lab');
  readonly relay: OutboxRelay;
  readonly marker: AppliedMarker;

  constructor(databaseUrl: string, natsUrl: string, stream = 'BOOKINGS') {
    const pool = { applicationName: 'lastseat-relay', poolSize: 3 };
    this.database = new Database(databaseUrl, pool, () => {});
    this.link = new MessagingLink({ url: natsUrl, name: 'outbox-test', onGivenUp: unexpected });
    this.stream = new EventStream(this.link, stream, ['bookings.>']);
    this.sentStream = new SentStream(this.database, this.link, this.stream);
    this.relay = new OutboxRelay(this.database, this.link, this.stream, this.sentStream, this.failpoints);
    this.marker = new AppliedMarker(this.database, this.link, this.stream, this.sentStream);
  }

  start(): this {
    this.relay.start();
    this.marker.start();
    return this;
  }

  async stop(): Promise<void> {
    await Promise.all([this.relay.stop(), this.marker.stop()]);
    await this.link.close();
    await this.database.close();
  }
}

/** The ledger rows in the stream, with how often each is there. */
export async function rowsInStream(stream: EventStream): Promise<Map<number, number>> {
  const manager = await stream.manager();
  const { firstSequence, lastSequence } = await stream.ensure();
  const times = new Map<number, number>();
  for (let seq = firstSequence; seq <= lastSequence && seq > 0; seq += 1) {
    const stored = await manager.streams.getMessage(stream.name, { seq });
    if (stored === null || stored.subject !== LEDGER_SUBJECT) continue;
    for (const { ledgerId } of LedgerMessage.parse(stored.json()).rows) {
      times.set(ledgerId, (times.get(ledgerId) ?? 0) + 1);
    }
  }
  return times;
}

const statement = (name: string, text: string): { name: string; text: string } => ({ name, text });
export const ADD_ROWS = statement(
  'add-rows',
  `INSERT INTO booking.ledger (event_id, section, seat_id, claim_id, from_status, to_status, live_delta, version)
   SELECT 'e' || n % 3, 'Stalls', n, gen_random_uuid(), 'available', 'booked', 1, 1
   FROM generate_series(1, $1) AS n RETURNING ledger_id`,
);
const COUNT_ROWS = statement(
  'count-rows',
  `SELECT count(*) FILTER (WHERE sent_seq IS NULL) AS unsent, count(applied_at) AS applied, count(*) AS total,
     count(DISTINCT sent_stream) AS streams FROM booking.ledger`,
);
const EMPTY = statement('empty', 'DELETE FROM booking.ledger');
type Counts = { unsent: number; applied: number; total: number; streams: number };

/** A ledger, a NATS server that may be stopped and wiped, and as many replicas as a test wants. */
export class OutboxBench {
  #replicas: Replica[] = [];

  private constructor(
    readonly nats: NatsServer,
    readonly database: Database,
    private readonly test: TestDatabase,
  ) {}

  static async set(): Promise<OutboxBench> {
    const nats = await NatsServer.prepare();
    await nats.start();
    const test = await cloneDatabase(inject('servers').templateUrl);
    const database = new Database(test.url, { applicationName: 'bench', poolSize: 3 }, () => {});
    await database.warm();
    // the births of the seeded events
    await database.query(EMPTY, []);
    return new OutboxBench(nats, database, test);
  }

  async remove(): Promise<void> {
    await this.database.close();
    await Promise.all([this.nats.remove(), this.test.drop()]);
  }

  replica(): Replica {
    const made = new Replica(this.test.url, this.nats.url).start();
    this.#replicas.push(made);
    return made;
  }

  async addRows(count: number): Promise<number[]> {
    return (await this.database.query<{ ledger_id: number }>(ADD_ROWS, [count])).map((row) => row.ledger_id);
  }

  async counts(): Promise<Counts> {
    const [row] = await this.database.query<Counts>(COUNT_ROWS, []);
    if (row === undefined) throw new Error('no counts');
    return row;
  }

  allSent(): Promise<Counts> {
    return eventually(
      'all rows are sent',
      () => this.counts(),
      ({ unsent }) => unsent === 0,
    );
  }

  allApplied(one: Replica): Promise<Counts> {
    const look = async (): Promise<Counts> => {
      await acknowledge(one);
      return this.counts();
    };
    return eventually(
      'all are applied',
      look,
      ({ applied, total, unsent }) => applied === total && unsent === 0,
    );
  }

  /** Ends the replicas of a test, and leaves neither rows nor a stream to the next. */
  async clear(): Promise<void> {
    const [one] = this.#replicas;
    await Promise.all(this.#replicas.slice(1).map((each) => each.stop()));
    this.#replicas = [];
    if (one !== undefined) {
      await eventually('NATS is there', () => one.link.connected, Boolean);
      await Promise.all([one.relay.stop(), one.marker.stop()]);
      await one.stream.startAfresh();
      await one.stop();
    }
    await this.database.query(EMPTY, []);
  }
}

/** Inventory, as far as the outbox sees it. */
export async function acknowledge({ stream }: Replica, most = 1_000): Promise<void> {
  const manager = await stream.manager();
  await manager.consumers.add(stream.name, {
    durable_name: INVENTORY_CONSUMER,
    filter_subjects: [LEDGER_SUBJECT],
    ack_policy: AckPolicy.Explicit,
    // what a fetch got too late to be read comes again soon
    ack_wait: nanos(500),
  });
  const consumer = await manager.jetstream().consumers.get(stream.name, INVENTORY_CONSUMER);
  const { num_pending: pending } = await consumer.info();
  if (pending === 0) return;
  const messages = await consumer.fetch({ max_messages: Math.min(pending, most), expires: 2_000 });
  for await (const message of messages) message.ack();
}
