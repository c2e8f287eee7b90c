import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { pause } from '#deadlines';

const CLIENT_MS = 5_000;
const ATTEMPTS_MOST = 200;
const ROWS = 200;
const SEATS_PER_ROW = 100;
/** Every so many claims want a seat that was sold before. */
const COLLIDE_EVERY = 4;

interface Answer {
  readonly status: number;
  readonly code: string;
  readonly retryable: boolean | 'unknown';
  readonly claimId?: string;
  readonly policyVersion?: number;
}

interface Final {
  readonly customerId: string;
  readonly label: string;
  readonly answer: Answer;
  /** Of the attempt that was answered, by performance.now(). */
  readonly sentAt: number;
}

/** What the clients of a load were told. */
export interface Told {
  /** "201", "409 seat-taken", "503 …": how often. */
  readonly answers: Map<string, number>;
  /** The yes and the no of each key. */
  readonly final: Map<string, Final>;
  readonly unsettled: string[];
  /** Requests on an idle connection that the proxy had closed: repeated once, with the same key. */
  resent: number;
  longestMs: number;
}

const letters = (index: number): string =>
  [676, 26, 1].map((place) => String.fromCharCode(65 + (Math.floor(index / place) % 26))).join('');

/** Of the event below; the same again after 20,000. */
export const seatLabel = (n: number): string =>
  `${letters(Math.floor(n / SEATS_PER_ROW) % ROWS)}${(n % SEATS_PER_ROW) + 1}`;

/** An event with more seats than a load can sell. */
export async function openEvent(api: string, policy: object): Promise<string> {
  const rows = Array.from({ length: ROWS }, (_, index) => letters(index));
  const section = { name: 'Stadium', rows, seatsPerRow: SEATS_PER_ROW, price: 100 };
  const answer = await fetch(`${api}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Load', sections: [section], policy }),
  });
  const body = (await answer.json()) as { eventId?: string };
  if (body.eventId === undefined) throw new Error(`no event: ${JSON.stringify(body)}`);
  return body.eventId;
}

/**
 * Clients that claim without pause, each over a connection of its own, and repeat what is open with the same
 * key.
 */
export class SteadyLoad {
  readonly told: Told = { answers: new Map(), final: new Map(), unsettled: [], resent: 0, longestMs: 0 };
  readonly #ended: Promise<unknown>;
  #stopping = false;
  #claims = 0;

  constructor(
    private readonly api: string,
    private readonly eventId: string,
    clients: number,
  ) {
    this.#ended = Promise.all(Array.from({ length: clients }, (_, index) => this.#client(`client-${index}`)));
  }

  /** How often something else than these was answered. */
  othersThan(...expected: string[]): [string, number][] {
    return [...this.told.answers].filter(([answer]) => !expected.includes(answer));
  }

  async stop(): Promise<Told> {
    this.#stopping = true;
    await this.#ended;
    return this.told;
  }

  async #client(customerId: string): Promise<void> {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    while (!this.#stopping) await this.#claim(agent, customerId, this.#nextLabel());
    agent.destroy();
  }

  #nextLabel(): string {
    this.#claims += 1;
    const seat = this.#claims % COLLIDE_EVERY === 0 ? Math.floor(this.#claims / 2) : this.#claims;
    return seatLabel(seat);
  }

  async #claim(agent: http.Agent, customerId: string, label: string): Promise<void> {
    const key = randomUUID();
    for (let attempt = 1; attempt <= ATTEMPTS_MOST; attempt += 1) {
      const sentAt = performance.now();
      const answer = await this.#send(agent, key, { customerId, seats: [label] });
      const name = answer.code === '' ? `${answer.status}` : `${answer.status} ${answer.code}`;
      this.told.answers.set(name, (this.told.answers.get(name) ?? 0) + 1);
      if (answer.retryable === false) {
        this.told.final.set(key, { customerId, label, answer, sentAt });
        return;
      }
      await pause(10 + Math.random() * 40);
    }
    this.told.unsettled.push(key);
  }

  async #send(agent: http.Agent, key: string, body: object, mayResend = true): Promise<Answer> {
    const sent = performance.now();
    try {
      const answer = await post(agent, `${this.api}/v1/events/${this.eventId}/claims`, key, body);
      this.told.longestMs = Math.max(this.told.longestMs, performance.now() - sent);
      return answer;
    } catch (error) {
      if (!mayResend || !(error instanceof IdleConnectionClosed)) {
        return { status: 0, code: error instanceof Error ? error.message : 'failed', retryable: 'unknown' };
      }
      this.told.resent += 1;
      return this.#send(agent, key, body, false);
    }
  }
}

class IdleConnectionClosed extends Error {}

function post(agent: http.Agent, url: string, key: string, body: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': key };
    const request = http.request(url, { method: 'POST', agent, headers, timeout: CLIENT_MS }, (response) => {
      let text = '';
      response.on('data', (part: Buffer) => (text += part.toString()));
      response.on('end', () => {
        const { code = '', retryable = false, claimId, policyVersion } = JSON.parse(text) as Partial<Answer>;
        const of = { ...(claimId && { claimId }), ...(policyVersion && { policyVersion }) };
        resolve({ status: response.statusCode ?? 0, code, retryable, ...of });
      });
    });
    request.on('timeout', () => request.destroy(new Error('timeout')));
    request.on('error', (error) =>
      reject(request.reusedSocket ? new IdleConnectionClosed(error.message) : error),
    );
    request.end(JSON.stringify(body));
  });
}
