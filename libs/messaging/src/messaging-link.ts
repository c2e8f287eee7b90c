import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { type NatsConnection, connect } from '@nats-io/transport-node';
import { Backoff } from './backoff.js';
import { OutageLog } from './outage-log.js';
import { WakeUp } from './wake-up.js';

const DIAL_MS = 2_000;
const RECONNECT_EVERY_MS = 250;
/**
 * A server that is stopped or partitioned is noticed after two missing answers: 10 s; the default is 4
 * minutes.
 */
const PING_EVERY_MS = 5_000;
const DRAIN_MS = 1_000;

export interface LinkOptions {
  /** e.g. nats://127.0.0.1:4222 */
  readonly url: string;
  /** Shown in the server's list of connections. */
  readonly name: string;
  /** The client gave up for good (it never does for a lost server): the supervisor has to start us again. */
  readonly onGivenUp: (reason: Error | undefined) => void;
}

export class NotConnected extends Error {
  override readonly name = 'NotConnected';
}

/**
 * The connection to NATS. Start-up never waits for it, and it comes back by itself. While it is away nothing
 * may be sent: the client would keep it in memory without a limit.
 */
export class MessagingLink implements OnApplicationShutdown {
  readonly #outage = new OutageLog(new Logger(MessagingLink.name), 'the connection to NATS');
  readonly #listeners = new Set<(connected: boolean) => void>();
  readonly #closingCall = new WakeUp();
  readonly #dialled: Promise<void>;
  #connection: NatsConnection | undefined;
  #connected = false;
  #epoch = 0;
  #closing = false;

  constructor(private readonly options: LinkOptions) {
    this.#dialled = this.#dial();
  }

  get connected(): boolean {
    return this.#connected;
  }

  /**
   * Goes up with every connect: the same number means the same connection, so the server was not restarted
   * between.
   */
  get epoch(): number {
    return this.#epoch;
  }

  connection(): NatsConnection {
    if (!this.#connected || this.#connection === undefined) throw new NotConnected('not connected to NATS');
    return this.#connection;
  }

  /** Told at once if connected, and at every change. */
  onChange(listener: (connected: boolean) => void): () => void {
    this.#listeners.add(listener);
    if (this.#connected) listener(true);
    return () => this.#listeners.delete(listener);
  }

  /** Sends what is under way and closes; bounded also when the server is away. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#closingCall.call();
    await this.#dialled;
    const connection = this.#connection;
    if (connection === undefined || connection.isClosed()) return;
    const drained = this.#connected ? connection.drain() : connection.close();
    await Promise.race([drained, new WakeUp().wait(DRAIN_MS)]);
    if (!connection.isClosed()) await connection.close();
  }

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  /** Our own loop for the first connect: the client's (`waitOnFirstConnect`) cannot be stopped. */
  async #dial(): Promise<void> {
    const backoff = new Backoff();
    while (!this.#closing) {
      try {
        this.#connection = await connect({
          servers: this.options.url,
          name: this.options.name,
          timeout: DIAL_MS,
          maxReconnectAttempts: -1,
          reconnectTimeWait: RECONNECT_EVERY_MS,
          reconnectJitter: RECONNECT_EVERY_MS,
          pingInterval: PING_EVERY_MS,
          maxPingOut: 2,
          noAsyncTraces: true,
        });
      } catch (error) {
        this.#outage.failed(error);
        await this.#closingCall.wait(backoff.next());
        continue;
      }
      void this.#watch(this.#connection);
      void this.#watchEnd(this.#connection);
      this.#change(true);
      return;
    }
  }

  async #watch(connection: NatsConnection): Promise<void> {
    for await (const status of connection.status()) {
      if (status.type === 'disconnect') this.#change(false, new NotConnected('disconnected'));
      if (status.type === 'reconnect') this.#change(true);
    }
  }

  async #watchEnd(connection: NatsConnection): Promise<void> {
    const reason = await connection.closed();
    this.#change(false, reason ?? new NotConnected('closed'));
    if (!this.#closing) this.options.onGivenUp(reason ?? undefined);
  }

  #change(connected: boolean, reason?: Error): void {
    if (this.#connected === connected) return;
    this.#connected = connected;
    if (connected) {
      this.#epoch += 1;
      this.#outage.works();
    } else if (!this.#closing) this.#outage.failed(reason);
    for (const listener of this.#listeners) listener(connected);
  }
}
