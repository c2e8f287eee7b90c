import { Inject, Injectable } from '@nestjs/common';
import { type CreatePayment, Problem, ProviderPayment } from '#contracts';
import { BOOKING_CONFIG, type BookingConfig } from '../../config.js';

/** Less than a request may take: whoever waits for it can still be told. */
const ANSWER_MS_MOST = 2_000;

/** The payment as the provider has it by now; undefined: no answer, so that nobody knows what it did. */
type Said = Promise<ProviderPayment | undefined>;

/** The payment provider, which is another system: slow, away, or of another opinion. */
@Injectable()
export class PaymentProvider {
  constructor(@Inject(BOOKING_CONFIG) private readonly config: BookingConfig) {}

  /** Repeating it with the same reference gives the same payment. */
  create(wanted: CreatePayment): Said {
    return this.#ask('POST', '/v1/payments', wanted);
  }

  find(paymentId: string): Said {
    return this.#ask('GET', `/v1/payments/${paymentId}`);
  }

  cancel(paymentId: string): Said {
    return this.#ask('POST', `/v1/payments/${paymentId}/cancel`);
  }

  /** Of all of it, once: the key is the payment. */
  refund(paymentId: string): Said {
    return this.#ask('POST', `/v1/payments/${paymentId}/refunds`, undefined, {
      'idempotency-key': `refund-${paymentId}`,
    });
  }

  async #ask(method: string, path: string, body?: CreatePayment, headers: Record<string, string> = {}): Said {
    const answer = await fetch(this.config.paymentsUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${this.config.paymentsKey}`,
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_MS_MOST),
    })
      .then((response) => response.json())
      // away, or too slow: it is asked again
      .catch(() => undefined);
    const payment = ProviderPayment.safeParse(answer);
    return payment.success ? payment.data : Problem.safeParse(answer).data?.payment;
  }
}
