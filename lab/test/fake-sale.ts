import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { LedgerRow } from '../src/checkers/evidence.js';
import type { SaleRecords } from '../src/sale-records.js';

const SECTION = 'Stalls';

/** What the fake does to a request before it decides; undefined: decide. */
export type Mischief = (request: { key: string; attempt: number; seat: string }) => Trick | undefined;
export type Trick =
  | { answer: number; body: unknown; decideFirst?: boolean }
  | { reset: 'before-deciding' | 'after-deciding' };

interface FakeOptions {
  replicas?: number;
  /** `none` reads, waits and writes; `strict` decides at once */
  strategy?: 'none' | 'strict';
  mischief?: Mischief;
}

type Decision = { status: number; body: Record<string, unknown> };

/** An API that sells from memory: one process that pretends to be several replicas behind nginx. */
export class FakeSale {
  readonly records: SaleRecords = { ledger: [], claims: [], claimSeats: [] };
  /** bodies of claims, in the order in which they came */
  readonly asked: { key: string; customer: string; seat: string }[] = [];
  private readonly seats = new Map<string, { version: number; booked: boolean }>();
  private readonly decided = new Map<string, Promise<Decision>>();
  private readonly attempts = new Map<string, number>();
  private readonly server = http.createServer((request, response) => {
    void this.serve(request, response);
  });
  private turn = 0;

  constructor(private readonly options: FakeOptions = {}) {}

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
    if (path.includes('/rehearsal/')) send(response, 201, {});
    else if (request.method === 'POST' && path.endsWith('/claims')) await this.claim(request, response, text);
    else if (request.method === 'POST') send(response, 201, this.createEvent(JSON.parse(text)));
    else if (path.startsWith('/v1/inventory')) send(response, 200, this.counts());
    else send(response, 200, {});
  }

  private createEvent(wanted: { name: string; sections: unknown[]; policy: object }): object {
    const seats = 20;
    const eventId = wanted.name === 'Rehearsal' ? 'rehearsal' : 'e1';
    if (eventId === 'e1') this.records.ledger.push({ ...birth, seats });
    const event = {
      eventId,
      name: 'Race',
      currency: 'EUR',
      capacity: seats,
      createdAt: '2026-01-01T00:00:00Z',
    };
    const policy = { holdSeconds: null, lockScope: 'seat', lockTtlMs: 5_000, maxPerCustomer: null };
    const rest = { payment: 'none', isolation: 'read committed', ...wanted.policy };
    return { ...event, sections: wanted.sections, policy: { ...policy, ...rest }, policyVersion: 1 };
  }

  private async claim(
    request: http.IncomingMessage,
    response: http.ServerResponse,
    text: string,
  ): Promise<void> {
    const { customerId: customer, seats } = JSON.parse(text) as { customerId: string; seats: string[] };
    const key = String(request.headers['idempotency-key']);
    const seat = seats[0] ?? '';
    this.asked.push({ key, customer, seat });
    const attempt = (this.attempts.get(key) ?? 0) + 1;
    this.attempts.set(key, attempt);
    const replica = `booking-${(this.turn++ % (this.options.replicas ?? 1)) + 1}`;
    const trick = this.options.mischief?.({ key, attempt, seat });
    const decide = (): Promise<Decision> => {
      const known = this.decided.get(key) ?? this.decide({ key, customer, seat, replica });
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

  private async decide(one: {
    key: string;
    customer: string;
    seat: string;
    replica: string;
  }): Promise<Decision> {
    const { key, customer, seat: label, replica } = one;
    const seat = this.seats.get(label) ?? { version: 0, booked: false };
    this.seats.set(label, seat);
    const readVersion = seat.version;
    const free = !seat.booked;
    if (this.options.strategy === 'none') await pause(20);
    const claimId = randomUUID();
    const common = { strategy: this.options.strategy ?? 'strict', policyVersion: 1, replica };
    if (!free) {
      this.records.claims.push({ claimId, customer, key, status: 'refused', replica });
      const seats = [{ label, version: seat.version, status: 'booked' }];
      return { status: 409, body: { ...problem(409, 'seat-taken', false), seats, ...common } };
    }
    const from = seat.booked ? 'booked' : 'available';
    seat.booked = true;
    seat.version += 1;
    const { version } = seat;
    this.records.claims.push({ claimId, customer, key, status: 'booked', replica });
    this.records.claimSeats.push({ claimId, seat: label, live: true });
    this.records.ledger.push({
      ...{
        section: SECTION,
        seat: label,
        claimId,
        from,
        to: 'booked',
        seats: 1,
        liveDelta: 1,
        version,
        readVersion,
      },
      ...{ readAtUs: performance.now() * 1_000 - 20_000, writtenAtUs: performance.now() * 1_000 },
    });
    const seats = [{ label, section: SECTION, row: 'A', number: 1, version }];
    const sold = { claimId, claimToken: 't', eventId: 'e1', customerId: customer, status: 'booked' };
    return { status: 201, body: { ...sold, expiresAt: null, amount: 6_500, seats, ...common } };
  }

  private counts(): object {
    const capacity = this.records.ledger[0]?.seats ?? 0;
    const booked = [...this.seats.values()].filter((seat) => seat.booked).length;
    const liveSeats = this.records.claimSeats.length;
    const counts = { capacity, available: capacity - booked, held: 0, booked, liveSeats };
    return { eventId: 'e1', ...counts, lagMs: 1, sections: [{ section: SECTION, ...counts }] };
  }
}

const birth: LedgerRow = {
  ...{ section: SECTION, seat: null, claimId: null, from: null, to: 'available', seats: 0, liveDelta: 0 },
  ...{ version: null, readVersion: null, readAtUs: null, writtenAtUs: 0 },
};

const send = (response: http.ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

export const problem = (
  status: number,
  code: string,
  retryable: boolean | 'unknown',
): Record<string, unknown> => ({
  ...{ type: `/errors/${code}`, title: code, status, code, detail: `${code}.`, retryable },
});
