import { ClaimState, ClaimView, PaymentView } from '#contracts';
import { UserError } from '../user-error.js';

/** Longer than the service takes for anything. */
const ANSWER_MS_MOST = 5_000;
const HTTP_CREATED = 201;

/** A hold, and its bearer, who pays for it and reads what became of it. */
export class Customer {
  private constructor(
    private readonly api: string,
    private readonly claim: ClaimView,
  ) {}

  /** null: somebody else has the seat. */
  static async hold(
    api: string,
    eventId: string,
    customerId: string,
    seat: string,
  ): Promise<Customer | null> {
    const answer = await fetch(`${api}/v1/events/${eventId}/claims`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      body: JSON.stringify({ customerId, seats: [seat] }),
      signal: AbortSignal.timeout(ANSWER_MS_MOST),
    });
    if (answer.status !== HTTP_CREATED) return null;
    return new Customer(api, ClaimView.parse(await answer.json()));
  }

  /** The page to pay on. */
  async startPayment(): Promise<string> {
    return PaymentView.parse(await this.ask('POST', '/payment')).payUrl;
  }

  /** What became of it stands in the claim. */
  async pay(payUrl: string): Promise<void> {
    await fetch(payUrl, {
      method: 'POST',
      body: new URLSearchParams({ action: 'pay' }),
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS_MOST),
    });
  }

  async state(): Promise<ClaimState> {
    return ClaimState.parse(await this.ask('GET', ''));
  }

  private async ask(method: string, path: string): Promise<unknown> {
    const { eventId, claimId, claimToken } = this.claim;
    const url = `${this.api}/v1/events/${eventId}/claims/${claimId}${path}`;
    const headers = { authorization: `Bearer ${claimToken}` };
    const answer = await fetch(url, { method, headers, signal: AbortSignal.timeout(ANSWER_MS_MOST) });
    if (answer.ok) return await answer.json();
    throw new UserError(`${method} ${url} answered ${answer.status}: ${await answer.text()}`);
  }
}
