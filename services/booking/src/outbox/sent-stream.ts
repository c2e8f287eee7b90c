import { Logger } from '@nestjs/common';
import { INVENTORY_CONSUMER } from '#contracts';
import { type EventStream, type MessagingLink, NotConnected, type StreamState } from '#messaging';
import { type Database, type Transaction, commit } from '#postgres';
import { lostRows } from './outbox-metrics.js';
import {
  BEGIN_FORGETFUL,
  HIGHEST_SENT,
  LOCK_OUTBOX,
  OUTBOX_LOCK,
  UNSEND_OTHER_STREAMS,
} from './outbox-statements.js';

/** About 100 ms of work for PostgreSQL, well below the statement timeout. */
const ROWS_AT_ONCE = 5_000;

export interface Judged {
  /** When the stream was created. */
  readonly identity: string;
  /** Holds for this connection only: during another one the stream may have been lost. */
  readonly epoch: number;
}

/**
 * Which stream are rows sent into? It is judged anew after every reconnect, before anything is sent, by one
 * replica at a time. When it is another one than before, what was sent and is not known to be applied becomes
 * unsent: a wiped stream is a delay and not a loss.
 */
export class SentStream {
  readonly #log = new Logger(SentStream.name);
  #judged: Judged | undefined;
  #judging: Promise<StreamState> | undefined;

  constructor(
    private readonly database: Database,
    private readonly link: MessagingLink,
    private readonly stream: EventStream,
  ) {}

  /** What to send into. */
  async judged(): Promise<Judged> {
    if (!this.link.connected) throw new NotConnected('not connected to NATS');
    if (this.#judged?.epoch !== this.link.epoch) await this.#judgeOnce();
    if (this.#judged === undefined) throw new Error('judging leaves a judgement');
    return this.#judged;
  }

  /** Its state now; this also finds a stream that was made again while we stayed connected. */
  async look(): Promise<StreamState> {
    const state = await this.stream.ensure();
    const { identity } = await this.judged();
    return state.identity === identity ? state : this.#judgeOnce();
  }

  /** Replaces a stream that may lack messages. */
  async replace(): Promise<void> {
    await this.#judge(true);
  }

  /** The relay and the marker ask at the same time. */
  #judgeOnce(): Promise<StreamState> {
    this.#judging ??= this.#judge(false).finally(() => (this.#judging = undefined));
    return this.#judging;
  }

  async #judge(lacking: boolean): Promise<StreamState> {
    const { epoch } = this.link;
    const state = await this.database.transaction(async (tx) => {
      await tx.query(LOCK_OUTBOX, [OUTBOX_LOCK]);
      if (!lacking && !(await this.#lacksItsTail(tx))) return commit(await this.stream.ensure());
      this.#log.warn('the stream lacks messages: it starts afresh, and they are sent again');
      return commit(await this.stream.startAfresh());
    }, BEGIN_FORGETFUL);
    await this.#unsendOthers(state.identity);
    this.#judged = { identity: state.identity, epoch };
    return state;
  }

  /**
   * A power cut may take the last messages and leave the creation time (RELIABILITY.md 0.4). Everything that
   * was sent or acknowledged is read before the stream's last sequence, so in a sound stream none of it can
   * be above.
   */
  async #lacksItsTail(tx: Transaction): Promise<boolean> {
    const { identity } = await this.stream.ensure();
    const [highest] = await tx.query<{ sent_seq: number }>(HIGHEST_SENT, [identity]);
    const acknowledged = (await this.stream.ackFloor(INVENTORY_CONSUMER)) ?? 0;
    const now = await this.stream.ensure();
    return now.identity === identity && Math.max(highest?.sent_seq ?? 0, acknowledged) > now.lastSequence;
  }

  async #unsendOthers(identity: string): Promise<void> {
    let unsent: number;
    let total = 0;
    do {
      const rows = await this.database.query(UNSEND_OTHER_STREAMS, [identity, ROWS_AT_ONCE]);
      unsent = rows.length;
      total += unsent;
    } while (unsent === ROWS_AT_ONCE);
    if (total === 0) return;
    lostRows.inc(total);
    this.#log.warn(`the stream is another one than before: ${total} ledger rows are sent again`);
  }
}
