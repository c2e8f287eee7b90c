import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  ClaimState,
  ClaimView,
  EventView,
  type PolicyChange,
  PolicyChanged,
  Problem,
  type Section,
} from '#contracts';

const SECTIONS: Section[] = [{ name: 'Stalls', rows: ['A', 'B'], seatsPerRow: 10, price: 6500 }];

interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly body: unknown;
}

/** Sends requests to a replica as a client would, and holds every answer to its published shape. */
export class Sale {
  private constructor(
    private readonly app: NestFastifyApplication,
    readonly eventId: string,
    private readonly headers: Record<string, string> = {},
  ) {}

  static async open(
    app: NestFastifyApplication,
    policy: PolicyChange = {},
    sections = SECTIONS,
  ): Promise<Sale> {
    const { status, body } = await send(app, 'POST', '/v1/events', {
      name: 'Test',
      sections,
      policy,
    });
    if (status !== 201) throw new Error(`event refused: ${JSON.stringify(body)}`);
    return new Sale(app, EventView.parse(body).eventId);
  }

  /** The same sale, asked through another replica; by an administrator, if these are his headers. */
  at(app: NestFastifyApplication, headers: Record<string, string> = {}): Sale {
    return new Sale(app, this.eventId, headers);
  }

  async show(): Promise<EventView> {
    return EventView.parse((await send(this.app, 'GET', `/v1/events/${this.eventId}`)).body);
  }

  async change(change: object): Promise<{
    status: number;
    changed?: PolicyChanged;
    problem?: Problem;
    headers: Record<string, unknown>;
  }> {
    const { status, body, headers } = await send(
      this.app,
      'PATCH',
      `/v1/events/${this.eventId}/policy`,
      change,
      this.headers,
    );
    if (status === 200) return { status, headers, changed: PolicyChanged.parse(body) };
    return { status, headers, problem: Problem.parse(body) };
  }

  async post(body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return send(this.app, 'POST', `/v1/events/${this.eventId}/claims`, body, headers);
  }

  /** A change of a claim, or a look at it, by the bearer of a token. */
  async asBearer(
    method: 'GET' | 'POST' | 'DELETE',
    { claimId, claimToken }: Pick<ClaimView, 'claimId' | 'claimToken'>,
    action = '',
  ): Promise<{ status: number; claim?: ClaimState; problem?: Problem }> {
    const url = `/v1/events/${this.eventId}/claims/${claimId}${action}`;
    const authorization = { authorization: `Bearer ${claimToken}` };
    const { status, body } = await send(this.app, method, url, undefined, authorization);
    return status === 200
      ? { status, claim: ClaimState.parse(body) }
      : { status, problem: Problem.parse(body) };
  }

  /** A claim with a key; parsed, and so held to the contract. */
  async claim(
    seats: string[],
    customerId = 'customer-1',
    key: string = randomUUID(),
  ): Promise<{ status: number; claim?: ClaimView; problem?: Problem; headers: Record<string, unknown> }> {
    const { status, body, headers } = await this.post({ customerId, seats }, { 'idempotency-key': key });
    if (status === 201) return { status, headers, claim: ClaimView.parse(body) };
    return { status, headers, problem: Problem.parse(body) };
  }
}

export async function send(
  app: NestFastifyApplication,
  method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  url: string,
  payload?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const raw = typeof payload === 'string';
  const response = await app.inject({
    method,
    url,
    headers: raw ? { 'content-type': 'application/json', ...headers } : headers,
    ...(payload === undefined ? {} : { payload: raw ? payload : Object(payload) }),
  });
  const isJson = response.body !== '' && /json/.test(String(response.headers['content-type']));
  return {
    status: response.statusCode,
    headers: response.headers,
    body: isJson ? response.json() : response.body,
  };
}
