import { Logger } from '@nestjs/common';
import { INVENTORY_CONSUMER } from '#contracts';
import { type EventStream, type MessagingLink, OutageLog, type StreamState, WakeUp } from '#messaging';
import { type Database, commit, rollback } from '#postgres';
import { appliedRows, lagSeconds, unsentRows } from './outbox-metrics.js';
import {
  BEGIN_FORGETFUL,
  MARK_APPLIED,
  MEASURE_UNSENT,
  OUTBOX_LOCK,
  TRY_LOCK_OUTBOX,
} from './outbox-statements.js';
import type { SentStream } from './sent-stream.js';

const EVERY_MS = 1_000;
/** About 100 ms of work for PostgreSQL, well below the statement timeout. */
const ROWS_AT_ONCE = 5_000;
const PURGE_FROM_MESSAGES = 1_000;
const COUNT_MOST = 10_000;

/**
 * A row is applied once inventory's ack floor in the same stream has passed it; only then its message may be
 * forgotten. Also measures the outbox, and notices a stream that was made again while NATS stayed.
 */
export class AppliedMarker {
  readonly #outage = new OutageLog(new Logger(AppliedMarker.name), 'marking applied ledger rows');
  readonly #stop = new WakeUp();
  #stopping = false;
  #running: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly link: MessagingLink,
    private readonly stream: EventStream,
    private readonly sentStream: SentStream,
  ) {}

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#stop.call();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      let more = false;
      try {
        await this.#measure();
        if (this.link.connected) more = await this.#mark();
        this.#outage.works();
      } catch (error) {
        this.#outage.failed(error);
      }
      if (!more && !this.#stopping) await this.#stop.wait(EVERY_MS);
    }
  }

  async #measure(): Promise<void> {
    const [now] = await this.database.query<{ unsent: number; seconds: number }>(MEASURE_UNSENT, [
      COUNT_MOST,
    ]);
    unsentRows.set(now?.unsent ?? 0);
    lagSeconds.set(now?.seconds ?? 0);
  }

  /** Whether there is more to mark at once. */
  async #mark(): Promise<boolean> {
    const before = await this.sentStream.look();
    const floor = (await this.stream.ackFloor(INVENTORY_CONSUMER)) ?? 0;
    // the floor belongs to this stream only if it was the same one before and after
    if (floor === 0 || (await this.stream.ensure()).identity !== before.identity) return false;
    const marked = await this.database.transaction(async (tx) => {
      const [lock] = await tx.query<{ locked: boolean }>(TRY_LOCK_OUTBOX, [OUTBOX_LOCK]);
      if (lock?.locked !== true) return rollback(0);
      return commit((await tx.query(MARK_APPLIED, [before.identity, floor, ROWS_AT_ONCE])).length);
    }, BEGIN_FORGETFUL);
    appliedRows.inc(marked);
    if (marked > 0) await this.#purge(before, floor);
    return marked === ROWS_AT_ONCE;
  }

  async #purge(before: StreamState, floor: number): Promise<void> {
    if (floor - before.firstSequence < PURGE_FROM_MESSAGES) return;
    await this.stream.purgeBelow(floor + 1);
    // made again between our looks, it may have lost messages that nobody has read
    if ((await this.stream.ensure()).identity !== before.identity) await this.sentStream.replace();
  }
}
