import { randomUUID } from 'node:crypto';
import { ClaimState, ClaimView, PaymentView, RequestView } from '#contracts';
import { pause, until } from '#deadlines';
import { type ShopAnswer, type ShopRequest, settled } from './shop-client.ts';

/** What a customer waits for, or thinks over, right now. */
export const STEPS = [
  'claim sent',
  'held',
  'payment asked for',
  'payment created',
  'pay pressed',
  'paid, to be decided',
  'booked',
  'give back sent',
  'refund to come',
  'done',
] as const;
export type Step = (typeof STEPS)[number];

/** `changes his mind`: pays and gives back at once. `leaves`: with a hold, or with a page to pay on. */
export type Plan = 'buys' | 'gives back' | 'changes his mind' | 'leaves';

const THINKS_MS_MOST = 500;
const LOOK_EVERY_MS = 250;
/** A webhook that is lost is made up for in 30 s. */
const DECIDED_MS = 45_000;

/** One customer, one seat, and all that he was told. */
export class PayingCustomer {
  step: Step = 'claim sent';
  readonly id = `customer-${randomUUID()}`;
  readonly key = randomUUID();
  claim: ClaimView | undefined;
  /** As he last saw it. */
  state: ClaimState | undefined;
  wasToldBooked = false;
  gaveBack = false;
  /** Requests whose answer was lost, by the step they were sent in. */
  readonly lost: Step[] = [];
  /** Answers that nobody should get. */
  readonly wrong: string[] = [];

  constructor(
    private readonly api: string,
    readonly eventId: string,
    readonly label: string,
    readonly plan: Plan,
  ) {}

  async go(): Promise<void> {
    await this.#buy();
    this.step = 'done';
  }

  async #buy(): Promise<void> {
    if (!(await this.#hold())) return;
    await this.#think('held');
    if (this.plan === 'leaves' && Math.random() < 0.5) return;
    const payUrl = await this.#askForPayment();
    if (payUrl === undefined) return;
    await this.#think('payment created');
    if (this.plan === 'leaves') return;
    const backAtOnce = this.plan === 'changes his mind' ? this.#giveBack() : undefined;
    await this.#press(payUrl);
    await backAtOnce;
    if (this.plan !== 'changes his mind') this.step = 'paid, to be decided';
    await this.#becomes((state) => state.status !== 'held' && state.payment?.status !== 'open');
    if (this.state?.status !== 'booked') return this.#awaitRefund();
    this.wasToldBooked = true;
    if (this.plan !== 'gives back') return;
    await this.#think('booked');
    await this.#giveBack();
    await this.#awaitRefund();
  }

  async #hold(): Promise<boolean> {
    const answer = await this.#send('claim sent', {
      method: 'POST',
      url: `${this.api}/v1/events/${this.eventId}/claims`,
      headers: { 'content-type': 'application/json', 'idempotency-key': this.key },
      body: JSON.stringify({ customerId: this.id, seats: [this.label] }),
    });
    this.claim = ClaimView.safeParse(answer.body).data;
    if (this.claim === undefined) this.#wrong('claim', answer);
    return this.claim !== undefined;
  }

  async #askForPayment(): Promise<string | undefined> {
    const answer = await this.#send('payment asked for', this.#ofClaim('POST', '/payment'));
    const payment = PaymentView.safeParse(answer.body);
    // while the provider was away the hold may have come to its end
    if (!payment.success && answer.code !== 'hold-expired') this.#wrong('payment', answer);
    return payment.data?.payUrl;
  }

  async #press(payUrl: string): Promise<void> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await this.#send('pay pressed', {
      method: 'POST',
      url: payUrl,
      headers,
      body: 'action=pay',
    });
    if (answer.status !== 303) this.#wrong('pay', answer);
  }

  async #giveBack(): Promise<void> {
    this.gaveBack = true;
    const answer = await this.#send('give back sent', this.#ofClaim('DELETE'));
    if (answer.status !== 200) this.#wrong('give back', answer);
  }

  async #awaitRefund(): Promise<void> {
    this.step = 'refund to come';
    await this.#becomes(({ payment }) =>
      ['refunded', 'cancelled', 'expired'].includes(payment?.status ?? ''),
    );
  }

  async #becomes(isSo: (state: ClaimState) => boolean): Promise<void> {
    const became = await until(DECIDED_MS, LOOK_EVERY_MS, async () => {
      const { body } = await settled(this.#ofClaim('GET'));
      this.state = ClaimState.safeParse(body).data ?? this.state;
      return this.state !== undefined && isSo(this.state);
    });
    if (!became) this.wrong.push(`after "${this.step}" still ${JSON.stringify(this.state)}`);
  }

  #ofClaim(method: ShopRequest['method'], action = ''): ShopRequest {
    const url = `${this.api}/v1/events/${this.eventId}/claims/${this.claim?.claimId}${action}`;
    return { method, url, headers: { authorization: `Bearer ${this.claim?.claimToken}` } };
  }

  #send(step: Step, request: ShopRequest): Promise<ShopAnswer> {
    this.step = step;
    return settled(request, async ({ retryable }) => {
      if (retryable !== 'unknown') return;
      this.lost.push(step);
      if (step === 'claim sent') await this.#askWhatBecameOfIt();
    });
  }

  /** What it says must be what repeating the request says. */
  async #askWhatBecameOfIt(): Promise<void> {
    const query = `eventId=${this.eventId}&customerId=${this.id}`;
    const { body } = await settled({ method: 'GET', url: `${this.api}/v1/requests/${this.key}?${query}` });
    const found = RequestView.safeParse(body);
    if (found.data?.state !== 'decided') return;
    if (found.data.status !== 201) this.wrong.push(`request: ${JSON.stringify(body)}`);
  }

  async #think(step: Step): Promise<void> {
    this.step = step;
    await pause(Math.random() * THINKS_MS_MOST);
  }

  #wrong(what: string, { status, code, body }: ShopAnswer): void {
    this.wrong.push(`${what}: ${status} ${code} ${code === '' ? JSON.stringify(body) : ''}`);
  }
}
