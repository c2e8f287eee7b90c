import { Injectable } from '@nestjs/common';
import type { PaymentView } from '#contracts';
import { EXTENSIONS_MOST } from '../../ledger/life/claim-life.js';
import type { ClaimRow } from '../../ledger/life/claim-row.js';
import { ClaimPayments } from '../../ledger/payments/claim-payments.js';
import { amountOf, seatsOf } from '../../policy/sale.js';
import { Sales } from '../../policy/sales.js';
import { type ClaimReference, type WhyNot, whyNot } from '../life/claim-change.js';
import { ChangeClaim } from '../life/change-claim.js';
import { PaymentProvider } from './payment-provider.js';

export type PaymentStarted =
  | { readonly kind: 'started'; readonly payment: PaymentView; readonly claim: ClaimRow }
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

  async start(reference: ClaimReference): Promise<PaymentStarted> {
    const found = await this.claims.read(reference);
    if (found.kind !== 'claim') return found;
    const { claim } = found;
    if (claim.status !== 'held') return { kind: 'refused', code: whyNot('pay', claim) };
    const sale = await this.sales.find(claim.eventId);
    const amount = amountOf(seatsOf(sale, claim.seatIds));
    if (claim.payment === 'none' || amount === 0) return { kind: 'refused', code: 'payment-not-needed' };
    if (claim.paid?.status === 'open') return { kind: 'started', payment: claim.paid, claim };
    return this.#create(reference, claim, amount);
  }

  async #create(reference: ClaimReference, claim: ClaimRow, amount: number): Promise<PaymentStarted> {
    const created = await this.provider.create({
      reference: await this.payments.nextReference(claim),
      amount,
      currency: claim.currency,
      description: `${claim.eventName}: ${claim.seatIds.length === 1 ? '1 seat' : `${claim.seatIds.length} seats`}`,
      returnUrl: null,
      expiresAt: lastMoment(claim).toISOString(),
    });
    if (created === undefined) return { kind: 'refused', code: 'payments-unavailable' };
    await this.payments.store(created);
    const after = await this.claims.read(reference);
    if (after.kind !== 'claim' || after.claim.paid === null) throw new Error('a stored payment is gone');
    return { kind: 'started', payment: after.claim.paid, claim: after.claim };
  }
}

/** Of the hold, extended if it may still be: the provider does not hear of an extension. */
function lastMoment({ expiresAt, decidedAt, extensions }: ClaimRow): Date {
  const until = expiresAt?.getTime() ?? 0;
  const longer = extensions < EXTENSIONS_MOST ? until - decidedAt.getTime() : 0;
  return new Date(until + Math.max(longer, 0));
}
