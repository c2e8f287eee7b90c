import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { DEFAULT_POLICY } from '#contracts';
import type { SaleRecords } from '../src/sale-records.js';
import { seatingFor } from '../src/seating.js';
import type { Decision } from './fake-seats.js';
import { FakeSeats, problem } from './fake-seats.js';

/** What the fake does to a request before it decides; undefined: decide. */
export type Mischief = (request: { key: string; attempt: number; seat: string }) => Trick | undefined;
export type Trick =
  | { answer: number; body: unknown; decideFirst?: boolean }
  | { reset: 'before-deciding' | 'after-deciding' };

interface FakeOptions {
  replicas?: number;
  strategy?: 'none' | 'strict';
  seats?: number;
  mischief?: Mischief;
  /** how often an armed failpoint says that it was hit */
  hits?: number;
}

/** An API that sells from memory: one process that pretends to be several replicas behind nginx. */
export class FakeSale {
  /** bodies of claims, in the order in which they came */
  readonly asked: { key: string; customer: string; seat: string; seats: readonly string[] }[] = [];
  /** failpoints as they were armed, and the events that were disarmed */
  readonly armed: { eventId: string; pauseMs: number }[] = [];
  readonly disarmed: string[] = [];
  private readonly seats: FakeSeats;
  private readonly decided = new Map<string, Promise<Decision>>();
  private readonly attempts = new Map<string, number>();
  private readonly server = http.createServer((request, response) => {
    void this.serve(request, response);
  });
  private turn = 0;

  constructor(private readonly options: FakeOptions = {}) {
    this.seats = new FakeSeats(options.strategy ?? 'strict');
    this.seats.open(seatingFor(options.seats ?? 20).labels);
  }

  get records(): SaleRecords {
    return this.seats.records;
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => {
      this.server.listen(0, '127.0.0.1', resolve);
    });
    // an AddressInfo: the server listens on a port
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  read = async (): Promise<SaleRecords> => this.records;

  private async serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const text = Buffer.concat(chunks).toString();
    const path = request.url ?? '';
    if (path.startsWith('/admin/failpoints')) this.failpoints(request.method, path, text, response);
    else if (path.includes('/rehearsal/')) send(response, 201, {});
    else if (request.method === 'POST' && path.endsWith('/claims')) await this.claim(request, response, text);
    else if (request.method === 'POST') send(response, 201, this.createEvent(JSON.parse(text)));
    else if (path.startsWith('/v1/inventory')) send(response, 200, this.seats.counts());
    else send(response, 200, {});
  }

  private failpoints(
    method: string | undefined,
    path: string,
    text: string,
    response: http.ServerResponse,
  ): void {
    if (method === 'DELETE') {
      this.disarmed.push(path.split('=')[1] ?? '');
      response.writeHead(204).end();
      return;
    }
    if (method === 'PUT') this.armed.push(JSON.parse(text));
    const { hits = 0 } = this.options;
    send(response, 200, { failpoints: this.armed.slice(-1).map((point) => ({ ...point, hits, inside: 0 })) });
  }

  private createEvent(wanted: { name: string; sections: unknown[]; policy: object }): object {
    const eventId = wanted.name === 'Rehearsal' ? 'rehearsal' : 'e1';
    const capacity = this.options.seats ?? 20;
    const event = { eventId, name: 'Race', currency: 'EUR', capacity, createdAt: '2026-01-01T00:00:00Z' };
    const policy = { ...DEFAULT_POLICY, ...wanted.policy };
    return { ...event, sections: wanted.sections, policy, policyVersion: 1, switching: false };
  }

  private async claim(
    request: http.IncomingMessage,
    response: http.ServerResponse,
    text: string,
  ): Promise<void> {
    const wanted = JSON.parse(text) as { customerId: string; seats?: string[]; quantity?: number };
    const { customerId: customer, seats = [] } = wanted;
    const key = String(request.headers['idempotency-key']);
    const seat = seats[0] ?? '';
    this.asked.push({ key, customer, seat, seats });
    const attempt = (this.attempts.get(key) ?? 0) + 1;
    this.attempts.set(key, attempt);
    const replica = `booking-${(this.turn++ % (this.options.replicas ?? 1)) + 1}`;
    const trick = this.options.mischief?.({ key, attempt, seat });
    const quantity = wanted.quantity ?? seats.length;
    const decide = (): Promise<Decision> => {
      const known = this.decided.get(key) ?? this.seats.decide({ key, customer, seats, quantity, replica });
      this.decided.set(key, known);
      return known;
    };
    if (trick !== undefined && 'reset' in trick) {
      if (trick.reset === 'after-deciding') await decide();
      request.socket.destroy();
      return;
    }
    if (trick?.decideFirst === true) await decide();
    const { status, body } =
      trick === undefined ? await decide() : { status: trick.answer, body: trick.body };
    response.setHeader('x-replica', replica);
    send(response, status, body);
  }
}

const send = (response: http.ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

export { problem };
