import { once } from 'node:events';
import {
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  createServer,
} from 'node:http';
import { PaymentEvent } from '#contracts';
import { until } from '#deadlines';
import { type Verification, verify } from '#webhooks';

const ARRIVES_MS = 15_000;
const LOOK_EVERY_MS = 10;

export interface Delivery {
  readonly id: string;
  readonly event: PaymentEvent;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly verified: Verification;
  readonly atMs: number;
}

/**
 * What the shop does with a delivery: a status to answer with, or "hang" or "cut" instead of an answer.
 * @param earlier of the same webhook
 */
type Conduct = (delivery: Delivery, earlier: readonly Delivery[]) => Promise<number | 'hang' | 'cut'>;

const takesAll: Conduct = () => Promise.resolve(204);

/** A shop's end of the webhooks: a plain HTTP server, so that what is checked is what went over the wire. */
export class Receiver {
  readonly deliveries: Delivery[] = [];
  conduct: Conduct = takesAll;
  secrets: readonly string[];
  #server: Server | undefined;
  #port = 0;

  private constructor(secrets: readonly string[]) {
    this.secrets = secrets;
  }

  static async open(secrets: readonly string[]): Promise<Receiver> {
    const receiver = new Receiver(secrets);
    await receiver.listen();
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/v1/webhooks/payments`;
  }

  /** On the port that it had before, if it had one. */
  async listen(): Promise<void> {
    this.#server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.once('end', () => {
        const delivery = this.#received(request.headers, body);
        const earlier = this.deliveries.filter(({ id }) => id === delivery.id);
        this.deliveries.push(delivery);
        void this.#answer(delivery, earlier, request, response);
      });
    }).listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    this.#port = typeof address === 'object' && address !== null ? address.port : 0;
  }

  async close(): Promise<void> {
    this.#server?.close();
    this.#server?.closeAllConnections();
    if (this.#server?.listening) await once(this.#server, 'close');
  }

  of(paymentId: string): Delivery[] {
    return this.deliveries.filter(({ event }) => event.data.paymentId === paymentId);
  }

  /** Waits for so many of the payment. */
  async arrived(paymentId: string, count: number, withinMs = ARRIVES_MS): Promise<Delivery[]> {
    const there = await until(withinMs, LOOK_EVERY_MS, () =>
      Promise.resolve(this.of(paymentId).length >= count),
    );
    if (!there) throw new Error(`${this.of(paymentId).length} of ${count} deliveries within ${withinMs} ms`);
    return this.of(paymentId);
  }

  async #answer(
    delivery: Delivery,
    earlier: readonly Delivery[],
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const outcome = await this.conduct(delivery, earlier);
    if (outcome === 'cut') request.socket.destroy();
    else if (outcome !== 'hang') response.writeHead(outcome).end();
  }

  #received(headers: IncomingHttpHeaders, body: string): Delivery {
    return {
      id: String(headers['webhook-id']),
      event: PaymentEvent.parse(JSON.parse(body)),
      headers,
      body,
      verified: verify(this.secrets, headers, body, Date.now()),
      atMs: performance.now(),
    };
  }
}
