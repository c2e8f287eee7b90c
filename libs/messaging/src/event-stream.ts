import {
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamManager,
  type StreamConfig,
  type StreamInfo,
  StorageType,
  jetstream,
  jetstreamManager,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { encodeJson } from './json.js';
import type { MessagingLink } from './messaging-link.js';

/** Two of these in a row stay below the 2 s that PostgreSQL lets a transaction idle (D2). */
const ANSWER_MS = 900;
const DUPLICATE_WINDOW_MS = 120_000;

const STREAM_NOT_FOUND: number = JetStreamApiCodes.StreamNotFound;
const CONSUMER_NOT_FOUND: number = JetStreamApiCodes.ConsumerNotFound;

export interface StreamState {
  /** When the stream was created, in nanoseconds: a wiped stream that was made again is another one. */
  readonly identity: string;
  readonly firstSequence: number;
  readonly lastSequence: number;
}

const asState = ({ created, state }: StreamInfo): StreamState => ({
  identity: created,
  firstSequence: state.first_seq,
  lastSequence: state.last_seq,
});

const absentIf =
  (code: number) =>
  (error: unknown): undefined => {
    if (error instanceof JetStreamApiError && error.code === code) return undefined;
    throw error;
  };

/** A JetStream stream that may be lost at any time and is made again by whoever misses it. */
export class EventStream {
  constructor(
    private readonly link: MessagingLink,
    readonly name: string,
    readonly subjects: readonly string[],
  ) {}

  /** Its state; made if it is missing. */
  async ensure(): Promise<StreamState> {
    const manager = await this.manager();
    const info = await manager.streams.info(this.name).catch(absentIf(STREAM_NOT_FOUND));
    return asState(info ?? (await manager.streams.add(this.#config())));
  }

  /** Throws it away and makes another one, under another identity. */
  async startAfresh(): Promise<StreamState> {
    const manager = await this.manager();
    await manager.streams.delete(this.name).catch(absentIf(STREAM_NOT_FOUND));
    return asState(await manager.streams.add(this.#config()));
  }

  /**
   * The sequence up to which a durable consumer has acknowledged everything; undefined if there is no such
   * consumer.
   */
  async ackFloor(durable: string): Promise<number | undefined> {
    const manager = await this.manager();
    const info = await manager.consumers.info(this.name, durable).catch(absentIf(CONSUMER_NOT_FOUND));
    return info?.ack_floor.stream_seq;
  }

  async purgeBelow(sequence: number): Promise<void> {
    const manager = await this.manager();
    await manager.streams.purge(this.name, { seq: sequence });
  }

  /**
   * Resolves with the sequence once the stream has the message. A rejection says nothing: it may be there all
   * the same.
   * @param messageId the server drops a second message with this id for two minutes
   */
  async publish(subject: string, message: unknown, messageId: string): Promise<number> {
    const client = jetstream(this.link.connection());
    const ack = await client.publish(subject, encodeJson(message), {
      msgID: messageId,
      timeout: ANSWER_MS,
      expect: { streamName: this.name },
    });
    return ack.seq;
  }

  manager(): Promise<JetStreamManager> {
    return jetstreamManager(this.link.connection(), { timeout: ANSWER_MS, checkAPI: false });
  }

  /** Limits retention without limits (the default): a message leaves only when the relay purges it. */
  #config(): Partial<StreamConfig> & { name: string } {
    return {
      name: this.name,
      subjects: [...this.subjects],
      storage: StorageType.File,
      duplicate_window: nanos(DUPLICATE_WINDOW_MS),
    };
  }
}
