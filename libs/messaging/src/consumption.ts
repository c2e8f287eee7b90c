import { type ConsumerConfig, type ConsumerMessages, type JsMsg, jetstream } from '@nats-io/jetstream';
import { Logger } from '@nestjs/common';
import { Backoff } from './backoff.js';
import type { EventStream } from './event-stream.js';
import { type MessagingLink, NotConnected } from './messaging-link.js';
import { OutageLog } from './outage-log.js';
import { WakeUp } from './wake-up.js';

/**
 * What lies in our memory has to be handled within the consumer's ack wait, also when each one takes its
 * deadline.
 */
const MESSAGES_AHEAD = 10;
const PULL_LASTS_MS = 10_000;
const HEARTBEAT_EVERY_MS = 1_000;

/**
 * A durable consumer that goes on whatever happens to it: consumer deleted, stream deleted or wiped, server
 * restarted, heartbeats missing. Each of them ends one round; the next makes what is missing and pulls again.
 * One message at a time.
 */
export class Consumption {
  readonly #outage = new OutageLog(new Logger(Consumption.name), 'the consumer');
  readonly #again = new WakeUp();
  #stopping = false;
  #messages: ConsumerMessages | undefined;
  #running: Promise<void> | undefined;

  constructor(
    private readonly link: MessagingLink,
    private readonly stream: EventStream,
    private readonly consumer: Partial<ConsumerConfig> & { durable_name: string },
    private readonly handle: (message: JsMsg) => Promise<void>,
  ) {}

  start(): void {
    this.#running = this.#run();
  }

  /** The message in work is finished; those that only lie here are given back at once. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#messages?.stop();
    this.#again.call();
    await this.#running;
  }

  async #run(): Promise<void> {
    const backoff = new Backoff();
    const stopListening = this.link.onChange((connected) => {
      if (connected) this.#again.call();
      else this.#messages?.stop(new NotConnected('the connection was lost'));
    });
    while (!this.#stopping) {
      try {
        await this.#round(() => backoff.reset());
      } catch (error) {
        if (!this.#stopping) this.#outage.failed(error);
      }
      if (!this.#stopping) await this.#again.wait(backoff.next());
    }
    stopListening();
  }

  async #round(begins: () => void): Promise<void> {
    await this.stream.ensure();
    const manager = await this.stream.manager();
    await manager.consumers.add(this.stream.name, this.consumer);
    const client = jetstream(this.link.connection());
    const consumer = await client.consumers.get(this.stream.name, this.consumer.durable_name);
    const messages = await consumer.consume({
      max_messages: MESSAGES_AHEAD,
      expires: PULL_LASTS_MS,
      idle_heartbeat: HEARTBEAT_EVERY_MS,
      abort_on_missing_resource: true,
    });
    this.#messages = messages;
    if (this.#stopping) messages.stop();
    begins();
    this.#outage.works();
    void this.#watch(messages);
    for await (const message of messages) {
      if (this.#stopping) message.nak();
      else await this.handle(message);
    }
  }

  /** After a reconnect a consumer may look subscribed and stay silent: nats-io/nats.node#590. */
  async #watch(messages: ConsumerMessages): Promise<void> {
    for await (const status of messages.status()) {
      if (status.type === 'heartbeats_missed') messages.stop(new Error('heartbeats missed'));
    }
  }
}
