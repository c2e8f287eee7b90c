import { randomUUID } from 'node:crypto';
import type { ChangeAnswer } from '#checkers';
import { ClaimView, PaymentView } from '#contracts';
import type { Counter } from '../../driver/buyer.js';
import { buy } from '../../driver/buyer.js';
import type { HistoryRecorder } from '../../history/recorder.js';
import { parseJson } from '../../parse-json.js';
import { seededRandom } from '../../seeded-random.js';
import { wait } from '../../waiting.js';
import { Rotation, UNTIL_HE_KNOWS } from '../contender.js';
import type { Answered, ChangeRequest } from './change-request.js';
import { send } from './change-request.js';

const AGAIN_MS = 60;

export interface LifeEvent {
  eventId: string;
  seed: number;
  recorder: HistoryRecorder;
}

type Change = Exclude<ChangeAnswer['does'], 'pay'>;
const ROUTES: Readonly<Record<Change, { method: ChangeRequest['method']; path: string }>> = {
  read: { method: 'GET', path: '' },
  confirm: { method: 'POST', path: '/confirm' },
  extend: { method: 'POST', path: '/extend' },
  'give-back': { method: 'DELETE', path: '' },
};

/** Asks in turn, and remembers what he was told last. */
class Remembering implements Counter {
  body: unknown = null;

  constructor(private readonly inner: Counter) {}

  async post(...request: Parameters<Counter['post']>): ReturnType<Counter['post']> {
    const sent = await this.inner.post(...request);
    this.body = 'reply' in sent ? parseJson(sent.reply.body) : null;
    return sent;
  }

  close(): void {
    this.inner.close();
  }
}

/** A customer with one wish, and what he asks of his claim when he has it. Everything he is told is in the history. */
export class Bearer {
  private claim: ClaimView | null = null;
  private payment: PaymentView | null = null;

  constructor(
    private readonly event: LifeEvent,
    private readonly number: number,
    readonly seat: string,
  ) {}

  get name(): string {
    return `customer-${this.number}`;
  }

  get paymentId(): string | null {
    return this.payment?.paymentId ?? null;
  }

  /** At these replicas in turn, until he knows. True: he has it. */
  async hold(urls: readonly string[], firstAnswerMsMost?: number): Promise<boolean> {
    const { eventId, seed, recorder } = this.event;
    const connection = new Remembering(new Rotation(urls, firstAnswerMsMost));
    const wish = { customer: this.name, seats: [this.seat], quantity: 1 };
    const random = seededRandom(seed * 1_000_003 + this.number);
    const buyer = { process: this.number, wish, key: randomUUID(), connection, random };
    try {
      await buy({ ...buyer, patience: UNTIL_HE_KNOWS }, `/v1/events/${eventId}/claims`, recorder);
    } finally {
      connection.close();
    }
    this.claim = ClaimView.safeParse(connection.body).data ?? null;
    return this.claim !== null;
  }

  /** As its bearer, at these replicas in turn, until he has a yes or a no. */
  async ask(does: Change, urls: readonly string[], firstAnswerMsMost?: number): Promise<Answered | null> {
    return this.claim === null ? null : await this.askOf(this, does, urls, firstAnswerMsMost);
  }

  /** With the token that he has, which is of another claim. */
  async meddle(other: Bearer, does: Change, urls: readonly string[]): Promise<void> {
    if (this.claim !== null && other.claim !== null) await this.askOf(other, does, urls);
  }

  /** False: there is none to be had. */
  async startPayment(urls: readonly string[]): Promise<boolean> {
    if (this.claim === null) return false;
    const { claimId, claimToken: token } = this.claim;
    const path = `/v1/events/${this.event.eventId}/claims/${claimId}/payment`;
    for (const url of urls) {
      const { body } = await send({ method: 'POST', url: url + path, token });
      this.payment = PaymentView.safeParse(body).data ?? null;
      if (this.payment !== null) return true;
    }
    return false;
  }

  /** On the provider's page; what became of it his claim will tell. */
  async pay(): Promise<void> {
    if (this.payment === null) return;
    const sentAtUs = this.event.recorder.nowUs();
    const form = { action: 'pay' };
    this.note(this, 'pay', sentAtUs, await send({ method: 'POST', url: this.payment.payUrl, form }));
  }

  private async askOf(
    owner: Bearer,
    does: Change,
    urls: readonly string[],
    firstAnswerMsMost?: number,
  ): Promise<Answered> {
    const { method, path } = ROUTES[does];
    const token = this.claim?.claimToken ?? '';
    const place = `/v1/events/${this.event.eventId}/claims/${owner.claim?.claimId}${path}`;
    const deadline = performance.now() + UNTIL_HE_KNOWS.totalMsMost;
    for (let attempt = 0; ; attempt += 1) {
      const sentAtUs = this.event.recorder.nowUs();
      const url = `${urls[attempt % urls.length]}${place}`;
      const answerMsMost = attempt === 0 ? firstAnswerMsMost : undefined;
      const answered = await send({ method, url, token, answerMsMost });
      this.note(owner, does, sentAtUs, answered);
      const { outcome } = answered.told;
      if (outcome === 'ok' || outcome === 'fail' || performance.now() > deadline) return answered;
      await wait(AGAIN_MS);
    }
  }

  private note(owner: Bearer, does: ChangeAnswer['does'], sentAtUs: number, { told }: Answered): void {
    const { seat, claim } = owner;
    const asked = { claimId: claim?.claimId ?? '', customer: this.name, seat, does, bearer: owner === this };
    this.event.recorder.change({ ...asked, sentAtUs, ...told });
  }
}
