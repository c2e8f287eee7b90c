import { LEDGER_SUBJECT, LedgerMessage } from '#contracts';
import { EventStream, MessagingLink } from '#messaging';
import { Database } from '#postgres';
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
  readonly relay: OutboxRelay;
  readonly marker: AppliedMarker;

  constructor(databaseUrl: string, natsUrl: string, stream = 'BOOKINGS') {
    const pool = { applicationName: 'lastseat-relay', poolSize: 3 };
    this.database = new Database(databaseUrl, pool, () => {});
    this.link = new MessagingLink({ url: natsUrl, name: 'outbox-test', onGivenUp: unexpected });
    this.stream = new EventStream(this.link, stream, ['bookings.>']);
    this.sentStream = new SentStream(this.database, this.link, this.stream);
    this.relay = new OutboxRelay(this.database, this.link, this.stream, this.sentStream);
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
