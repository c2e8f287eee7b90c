import { randomUUID } from 'node:crypto';
import { pause } from '#deadlines';

const ANSWER_MS_MOST = 5_000;
const ATTEMPTS_MOST = 200;
const PAUSE_MS = 20;
/** Between two lives of a client: without it a dozen take both cores, and all that is started meanwhile waits. */
const RESTS_MS = 100;
/** Some requests are made without a gap between two of their steps, some with one. */
const THINKS_MS = 60;

export interface Told {
  readonly status: number;
  /** Empty: there was no answer at all. */
  readonly body: Record<string, unknown>;
}
type Call = (method: string, path: string, headers?: Record<string, string>, body?: object) => Promise<Told>;

/** One request over HTTP; a connection that breaks, or a server that is silent, is "no answer". */
export const caller =
  (api: string): Call =>
  async (method, path, headers = {}, body) => {
    try {
      const answer = await fetch(`${api}${path}`, {
        method,
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(ANSWER_MS_MOST),
      });
      return { status: answer.status, body: (await answer.json()) as Told['body'] };
    } catch {
      return { status: 0, body: {} };
    }
  };

const isUnknown = ({ status, body }: Told): boolean => status === 0 || body['retryable'] === 'unknown';
export const isFinal = ({ status, body }: Told): boolean =>
  status !== 0 && (body['retryable'] ?? false) === false;

export interface Held {
  readonly claimId: string;
  readonly token: string;
  /** What was last said of it. */
  readonly status: 'held' | 'booked';
}

/** What the clients were told, and what they had to look up. */
export interface LifeTold {
  readonly held: Held[];
  /** Links to the requests that were answered "pending". */
  readonly queued: string[];
  /** How often there was no answer, or one that left it open. */
  unanswered: number;
  /** Of those, told by GET /v1/requests and then again by repeating. */
  resolved: number;
  readonly mistakes: string[];
}

/** Clients that hold a seat, confirm every other hold, and queue a claim of the quota event now and then. */
export class LifeLoad {
  readonly told: LifeTold = { held: [], queued: [], unanswered: 0, resolved: 0, mistakes: [] };
  readonly #call: Call;
  readonly #ended: Promise<unknown>;
  #stopping = false;
  #seats = 0;

  constructor(
    api: string,
    private readonly eventId: string,
    private readonly queueEventId: string,
    private readonly labelOf: (n: number) => string,
    clients: number,
  ) {
    this.#call = caller(api);
    this.#ended = Promise.all(Array.from({ length: clients }, (_, n) => this.#client(n)));
  }

  async stop(): Promise<LifeTold> {
    this.#stopping = true;
    await this.#ended;
    return this.told;
  }

  async #client(n: number): Promise<void> {
    for (let round = n; !this.#stopping; round += 1) {
      const held = await this.#hold(`client-${n}`);
      if (held === undefined) continue;
      if (round % 2 === 0) await pause(Math.random() * THINKS_MS);
      this.told.held.push(round % 4 < 2 ? await this.#confirm(held) : held);
      if (round % 4 === 0) await this.#queue();
      await pause(Math.random() * RESTS_MS);
    }
  }

  async #hold(customerId: string): Promise<Held | undefined> {
    const key = randomUUID();
    const body = { customerId, seats: [this.labelOf(this.#seats++)] };
    const path = `/v1/events/${this.eventId}/claims`;
    const send = (): Promise<Told> => this.#call('POST', path, { 'idempotency-key': key }, body);
    const { told, wasOpen } = await this.#untilFinal(send);
    if (wasOpen) await this.#lookUp(key, customerId, told);
    if (told.status !== 201) {
      this.told.mistakes.push(`a hold of a free seat: ${told.status} ${JSON.stringify(told.body)}`);
      return undefined;
    }
    const { claimId, claimToken: token } = told.body as { claimId: string; claimToken: string };
    return { claimId, token, status: 'held' };
  }

  /** What GET says of a request must be what repeating it says. */
  async #lookUp(key: string, customerId: string, told: Told): Promise<void> {
    const query = new URLSearchParams({ eventId: this.eventId, customerId }).toString();
    const { told: found } = await this.#untilFinal(() => this.#call('GET', `/v1/requests/${key}?${query}`));
    const { claimToken: _ownersOnly, ...answer } = told.body;
    const [one, other] = [found.body['answer'], answer].map((each) => JSON.stringify(each));
    if (one === other) this.told.resolved += 1;
    else this.told.mistakes.push(`a lost request: GET says ${one}, repeating it ${other}`);
  }

  async #confirm(held: Held): Promise<Held> {
    const path = `/v1/events/${this.eventId}/claims/${held.claimId}/confirm`;
    const authorization = `Bearer ${held.token}`;
    const { told } = await this.#untilFinal(() => this.#call('POST', path, { authorization }));
    if (told.status === 200 && told.body['status'] === 'booked') return { ...held, status: 'booked' };
    this.told.mistakes.push(`a confirmation in time: ${told.status} ${JSON.stringify(told.body)}`);
    return held;
  }

  /** Has no key that its client knows: what was not answered is not asked after. */
  async #queue(): Promise<void> {
    const buyer = { event_id: this.queueEventId, user_id: randomUUID() };
    const { status, body } = await this.#call('POST', '/buy', {}, buyer);
    const { request } = (body['links'] ?? {}) as { request?: string };
    if (status === 200 && request !== undefined) this.told.queued.push(request);
  }

  async #untilFinal(send: () => Promise<Told>): Promise<{ told: Told; wasOpen: boolean }> {
    let wasOpen = false;
    let told = await send();
    for (let attempt = 1; !isFinal(told) && attempt < ATTEMPTS_MOST; attempt += 1) {
      wasOpen ||= isUnknown(told);
      if (isUnknown(told)) this.told.unanswered += 1;
      await pause(PAUSE_MS * (0.5 + Math.random()));
      told = await send();
    }
    return { told, wasOpen };
  }
}
