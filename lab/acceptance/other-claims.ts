import { randomUUID } from 'node:crypto';
import { pause, until } from '#deadlines';
import { percentile } from '../src/percentiles.ts';
import { type Told, caller, isFinal } from './life-load.ts';

const PER_SECOND = 50;
/** How many claims a p95 is made of, and for how long they may be waited for. */
const IN_A_WINDOW = 500;
const WINDOW_MS_MOST = 60_000;
const LOOK_EVERY_MS = 50;
const ATTEMPTS_MOST = 50;

/** With one key, however often. */
export async function claimUntilFinal(api: string, eventId: string, wanted: object): Promise<Told> {
  const headers = { 'idempotency-key': randomUUID() };
  const body = { customerId: `customer-${randomUUID()}`, ...wanted };
  const send = (): Promise<Told> => caller(api)('POST', `/v1/events/${eventId}/claims`, headers, body);
  let told = await send();
  for (let attempt = 1; attempt < ATTEMPTS_MOST && !isFinal(told); attempt += 1) {
    await pause(LOOK_EVERY_MS);
    told = await send();
  }
  return told;
}

/** Claims at a steady rate, however long the answers take. */
export class OtherClaims {
  readonly refused: string[] = [];
  readonly #tookMs: number[] = [];
  readonly #underWay: Promise<void>[] = [];
  readonly #ended: Promise<void>;
  #stopping = false;

  constructor(private readonly claim: () => Promise<Told>) {
    this.#ended = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#ended;
    await Promise.all(this.#underWay);
  }

  /** Of the next so many answers, in ms. */
  async p95(): Promise<number> {
    const from = this.#tookMs.length;
    const enough = (): Promise<boolean> => Promise.resolve(this.#tookMs.length >= from + IN_A_WINDOW);
    if (!(await until(WINDOW_MS_MOST, LOOK_EVERY_MS, enough))) throw new Error('too few answers');
    const sorted = this.#tookMs.slice(from, from + IN_A_WINDOW).toSorted((a, b) => a - b);
    return percentile(sorted, 0.95) ?? 0;
  }

  async #run(): Promise<void> {
    const began = performance.now();
    for (let n = 1; !this.#stopping; n += 1) {
      await pause(Math.max(0, began + (n * 1_000) / PER_SECOND - performance.now()));
      this.#underWay.push(this.#one());
    }
  }

  async #one(): Promise<void> {
    const sent = performance.now();
    const { status, body } = await this.claim();
    this.#tookMs.push(performance.now() - sent);
    if (status !== 201) this.refused.push(`${status} ${String(body['code'])}`);
  }
}
