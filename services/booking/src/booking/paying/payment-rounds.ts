import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { ProviderPayment } from '#contracts';
import { Rounds } from '#rounds';
import { type Applied, ClaimPayments } from '../../ledger/payments/claim-payments.js';
import type { UnsettledPayment } from '../../ledger/payments/payment-statements.js';
import { PaymentProvider } from './payment-provider.js';

const LOOK_EVERY_MS = 1_000;
/** Side by side: the provider may be slow. */
const AT_ONCE = 10;
/** 30 s after the provider is back all has to be settled: with time for a second try. */
const ASK_EVERY_S_MOST = 20;

/**
 * Settles what webhooks leave open, side by side in every replica: refunds what has to go back, closes payments whose
 * claim is over, and asks for the others in case their webhook never comes.
 */
@Injectable()
export class PaymentRounds implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #rounds = new Rounds({
    what: 'settling payments',
    everyMs: LOOK_EVERY_MS,
    round: () => this.settleSome(),
  });

  constructor(
    private readonly payments: ClaimPayments,
    private readonly provider: PaymentProvider,
  ) {}

  onApplicationBootstrap(): void {
    this.#rounds.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#rounds.stop();
  }

  /** Whether there may be more. */
  async settleSome(): Promise<boolean> {
    const unsettled = await this.payments.takeUnsettled(AT_ONCE, ASK_EVERY_S_MOST);
    await Promise.all(unsettled.map((payment) => this.#settle(payment)));
    return unsettled.length === AT_ONCE;
  }

  /** Without an answer it is asked again, later. */
  async #settle(unsettled: UnsettledPayment): Promise<Applied | undefined> {
    const payment = await this.#ask(unsettled);
    return payment && this.payments.apply(payment);
  }

  #ask({ paymentId, refundDue, claimIsOver }: UnsettledPayment): Promise<ProviderPayment | undefined> {
    if (refundDue) return this.provider.refund(paymentId);
    return claimIsOver ? this.provider.cancel(paymentId) : this.provider.find(paymentId);
  }
}
