import { AckPolicy, DeliverPolicy, type JsMsg } from '@nats-io/jetstream';
import { Logger } from '@nestjs/common';
import {
  BaseRpcContext,
  type CustomTransportStrategy,
  type MessageHandler,
  Server,
} from '@nestjs/microservices';
import { nanos } from '@nats-io/transport-node';
import { lastValueFrom } from 'rxjs';
import { Consumption } from './consumption.js';
import type { EventStream } from './event-stream.js';
import { type MessageSchema, Unreadable, readMessage } from './message-schema.js';
import type { MessagingLink } from './messaging-link.js';
import { OutageLog } from './outage-log.js';

/**
 * More than 3 times the longest a message may take: one transaction within its deadline, with ten in memory.
 */
const ACK_WAIT_MS = 30_000;
const AGAIN_AFTER_MS = { first: 100, longest: 2_000 };

export interface DeadLetter {
  readonly subject: string;
  readonly sequence: number;
  readonly payload: Uint8Array;
  readonly reason: string;
}

export interface JetStreamTransportOptions {
  readonly link: MessagingLink;
  readonly stream: EventStream;
  readonly durable: string;
  /** Keeps what can never be handled. If this fails the message comes again. */
  readonly buryDeadLetter: (letter: DeadLetter) => Promise<void>;
  /** A message was handled, and the server does not know yet. If this fails the message comes again. */
  readonly beforeAck?: (message: JsMsg) => Promise<void> | undefined;
  readonly onOutcome?: (outcome: 'acknowledged' | 'again' | 'dead') => void;
}

/** The second argument of a handler. */
export class JetStreamContext extends BaseRpcContext<[JsMsg]> {
  get message(): JsMsg {
    return this.getArgByIndex(0);
  }
}

/**
 * Nest handlers fed by a durable JetStream consumer, each message at least once. A handler is
 * `@EventPattern(subject, { schema })`. Nest turns what a handler throws into an error *observable*: a
 * message is acknowledged only after that observable has completed, and given back when it fails.
 */
export class JetStreamTransport extends Server implements CustomTransportStrategy {
  /** Nest would log every failure; we tell the state changes. */
  override readonly propagatesEventHandlerErrors = true;
  readonly #outage = new OutageLog(new Logger(JetStreamTransport.name), 'handling messages');
  #consumption: Consumption | undefined;

  constructor(private readonly options: JetStreamTransportOptions) {
    super();
  }

  /** Does not wait for NATS: nor may a start. */
  listen(started: () => void): void {
    const { link, stream, durable } = this.options;
    const consumer = {
      durable_name: durable,
      filter_subjects: [...this.getHandlers().keys()],
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.All,
      ack_wait: nanos(ACK_WAIT_MS),
      max_deliver: -1,
    };
    this.#consumption = new Consumption(link, stream, consumer, (message) => this.#handle(message));
    this.#consumption.start();
    started();
  }

  async close(): Promise<void> {
    await this.#consumption?.stop();
  }

  on(): never {
    throw new Error('this transport emits no events');
  }

  unwrap(): never {
    throw new Error('this transport has no server object to give away');
  }

  async #handle(message: JsMsg): Promise<void> {
    try {
      await this.#dispatch(message);
      await this.options.beforeAck?.(message);
      message.ack();
      this.#outage.works();
      this.options.onOutcome?.('acknowledged');
    } catch (error) {
      if (error instanceof Unreadable) await this.#bury(message, error);
      else this.#giveBack(message, error);
    }
  }

  async #dispatch(message: JsMsg): Promise<void> {
    const handler: MessageHandler<unknown, JetStreamContext> | null = this.getHandlerByPattern(
      message.subject,
    );
    if (handler === null) throw new Unreadable(`nobody handles ${message.subject}`);
    const schema: MessageSchema | undefined = handler.extras?.['schema'];
    const result = handler(await readMessage(message.data, schema), new JetStreamContext([message]));
    await lastValueFrom(this.transformToObservable(result), { defaultValue: undefined });
  }

  #giveBack(message: JsMsg, error: unknown): void {
    const { first, longest } = AGAIN_AFTER_MS;
    this.#outage.failed(error);
    message.nak(Math.min(first * 2 ** (message.info.deliveryCount - 1), longest));
    this.options.onOutcome?.('again');
  }

  async #bury(message: JsMsg, { message: reason }: Unreadable): Promise<void> {
    const { subject, seq: sequence, data: payload } = message;
    try {
      await this.options.buryDeadLetter({ subject, sequence, payload, reason });
    } catch (error) {
      this.#giveBack(message, error);
      return;
    }
    message.term(reason);
    this.options.onOutcome?.('dead');
  }
}
