import { Injectable } from '@nestjs/common';
import type { PaymentView, ProviderPayment } from '#contracts';
import { EXTENSIONS_MOST } from '../../ledger/life/claim-life.js';
import type { ClaimRow } from '../../ledger/life/claim-row.js';
import { ClaimPayments } from '../../ledger/payments/claim-payments.js';
import { amountOf, seatsOf } from '../../policy/sale.js';
import { Sales } from '../../policy/sales.js';
import { type ClaimReference, type WhyNot, whyNot } from '../life/claim-change.js';
import { ChangeClaim } from '../life/change-claim.js';
import { PaymentProvider } from './payment-provider.js';

/** A payment that is declined, the next one, and a look at it. */
const ATTEMPTS_MOST = 4;

export type PaymentStarted =
  | { readonly kind: 'started'; readonly payment: PaymentView }
  | { readonly kind: 'refused'; readonly code: WhyNot | 'payments-unavailable' | 'payment-not-needed' }
  | { readonly kind: 'unknown' };

/** Gets the customer a page to pay on: the one there is, or a new one at the provider. */
@Injectable()
export class StartPayment {
  constructor(
    private readonly claims: ChangeClaim,
    private readonly payments: ClaimPayments,
    private readonly provider: PaymentProvider,
    private readonly sales: Sales,
  ) {}

  async start(reference: ClaimReference, attempt = 1): Promise<PaymentStarted> {
    const found = await this.claims.read(reference);
    if (found.kind !== 'claim') return found;
    const { claim } = found;
    if (claim.status !== 'held') return { kind: 'refused', code: whyNot('pay', claim) };
    const sale = await this.sales.find(claim.eventId);
    const amount = amountOf(seatsOf(sale, claim.seatIds));
    if (claim.payment === 'none' || amount === 0) return { kind: 'refused', code: 'payment-not-needed' };
    const known = claim.paid?.status === 'open' ? claim.paid : undefined;
    const payment = known ? await this.provider.find(known.paymentId) : await this.#create(claim, amount);
    if (known !== undefined && (payment === undefined || payment.status === 'open')) {
      return { kind: 'started', payment: known };
    }
    if (payment === undefined || attempt === ATTEMPTS_MOST) {
      return { kind: 'refused', code: 'payments-unavailable' };
    }
    // new; or declined or paid already, and its webhook has not come: what the provider says counts
    await this.payments.apply(payment);
    return this.start(reference, attempt + 1);
  }

  async #create(claim: ClaimRow, amount: number): Promise<ProviderPayment | undefined> {
    const seats = claim.seatIds.length === 1 ? '1 seat' : `${claim.seatIds.length} seats`;
    return this.provider.create({
      reference: await this.payments.nextReference(claim),
      ...{ amount, currency: claim.currency, returnUrl: null },
      description: `${claim.eventName}: ${seats}`,
      expiresAt: lastMoment(claim).toISOString(),
    });
  }
}

/** Of the hold, extended if it may still be: the provider does not hear of an extension. */
function lastMoment({ expiresAt, decidedAt, extensions }: ClaimRow): Date {
  const until = expiresAt?.getTime() ?? 0;
  const longer = extensions < EXTENSIONS_MOST ? until - decidedAt.getTime() : 0;
  return new Date(until + Math.max(longer, 0));
}
