import { createHash, randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { LEDGER_ROWS_PER_MESSAGE_MOST, LEDGER_SUBJECT, type LedgerRow, SeatStatus } from '#contracts';
import type { Failpoints } from '#failpoints';
import { Backoff, type EventStream, type MessagingLink, NotConnected, OutageLog, WakeUp } from '#messaging';
import { type Database, commit, rollback } from '#postgres';
import { sentRows } from './outbox-metrics.js';
import { BEGIN_FORGETFUL, LOCK_UNSENT, MARK_SENT, type UnsentRow } from './outbox-statements.js';
import type { SentStream } from './sent-stream.js';

/** Rows of other replicas that died, and signals that were missed, are found by looking. */
const LOOK_EVERY_MS = 250;
/** Under load it lets a batch gather, so that there are at most 100 messages a second from a replica. */
const GATHER_MS = 10;

/**
 * Ledger → JetStream: up to 100 unsent rows become one message and are marked only after the stream has it.
 * Replicas do this side by side; nothing depends on the order. What fails stays unsent and is tried again.
 */
export class OutboxRelay {
  readonly #outage = new OutageLog(new Logger(OutboxRelay.name), 'sending ledger rows');
  readonly #work = new WakeUp();
  readonly #pause = new WakeUp();
  readonly #relayId = randomUUID();
  #sent = 0;
  #stopping = false;
  #running: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly link: MessagingLink,
    private readonly stream: EventStream,
    private readonly sentStream: SentStream,
    private readonly failpoints: Failpoints,
  ) {}

  start(): void {
    this.#running = this.#run();
  }

  /** There are new rows; without it they are found a little later. */
  wake(): void {
    this.#work.call();
  }

  /** Finishes the batch under way; other rows stay for the other replicas or the next start. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#work.call();
    this.#pause.call();
    await this.#running;
  }

  async #run(): Promise<void> {
    const backoff = new Backoff();
    while (!this.#stopping) {
      try {
        const sent = await this.#sendBatch();
        this.#outage.works();
        backoff.reset();
        if (sent === LEDGER_ROWS_PER_MESSAGE_MOST) continue;
        if (sent > 0) await this.#pause.wait(GATHER_MS);
        await this.#work.wait(LOOK_EVERY_MS);
      } catch (error) {
        this.#outage.failed(error);
        await this.#pause.wait(backoff.next());
      }
    }
  }

  /** The number of rows sent. The transaction waits for NATS, for less than a transaction may idle. */
  async #sendBatch(): Promise<number> {
    const { identity, epoch } = await this.sentStream.judged();
    return this.database.transaction(async (tx) => {
      const rows = await tx.query<UnsentRow>(LOCK_UNSENT, [LEDGER_ROWS_PER_MESSAGE_MOST]);
      if (rows.length === 0) return rollback(0);
      const events = (): string[] => rows.map((row) => row.event_id);
      await this.failpoints.passAll('before-publish', events);
      const sequence = await this.stream.publish(
        LEDGER_SUBJECT,
        { rows: rows.map(asMessage) },
        this.#messageId(rows),
      );
      await this.failpoints.passAll('after-publish', events);
      // the server may be another one by now, or have lost its tail: the rows are judged anew
      if (this.link.epoch !== epoch) throw new NotConnected('reconnected while a message was sent');
      const ledgerIds = rows.map((row) => row.ledger_id);
      await tx.query(MARK_SENT, [identity, sequence, events(), ledgerIds]);
      this.#sent += 1;
      sentRows.inc(rows.length);
      return commit(rows.length);
    }, BEGIN_FORGETFUL);
  }

  /**
   * The same only while this relay repeats these rows. Made of the ids alone, rows that `audit --repair`
   * makes unsent would be dropped as duplicates of a message that inventory has long acknowledged.
   */
  #messageId(rows: readonly UnsentRow[]): string {
    const ids = createHash('sha256').update(rows.map((row) => row.ledger_id).join());
    return `${this.#relayId}.${this.#sent}.${ids.digest('base64url')}`;
  }
}

const asMessage = (row: UnsentRow): LedgerRow => ({
  ledgerId: row.ledger_id,
  eventId: row.event_id,
  section: row.section,
  seatId: row.seat_id,
  from: row.from_status === null ? null : SeatStatus.parse(row.from_status),
  to: SeatStatus.parse(row.to_status),
  seats: row.seats,
  liveDelta: row.live_delta,
  version: row.version,
  claimId: row.claim_id,
  writtenAt: row.written_at.toISOString(),
});
