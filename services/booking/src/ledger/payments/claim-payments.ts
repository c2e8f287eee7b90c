import { Inject, Injectable } from '@nestjs/common';
import { type ProviderPayment, ProviderStatus } from '#contracts';
import { type Database, commit, rollback } from '#postgres';
import { ChangeSteps } from '../life/change-steps.js';
import { ClaimLife } from '../life/claim-life.js';
import type { ClaimRow } from '../life/claim-row.js';
import { SEAT_DATABASE, SeatTransactions } from '../seat-transactions.js';
import { type PaymentReference, referenceOf, refersTo } from './payment-reference.js';
import * as sql from './payment-statements.js';

/** `later`: the sale is closed for a moment; nothing was written. `not-ours`: no claim of ours is meant. */
export type Applied = 'applied' | 'known' | 'later' | 'not-ours';

/**
 * What booking knows of payments, and what follows from it for the claim. However often and in whatever order it is
 * told, a payment takes effect once: it leaves "open" once. Locks as everywhere: claim, seats, customer, then payment.
 */
@Injectable()
export class ClaimPayments {
  constructor(
    @Inject(SEAT_DATABASE) private readonly database: Database,
    private readonly transactions: SeatTransactions,
    private readonly life: ClaimLife,
    private readonly steps: ChangeSteps,
  ) {}

  /** For the provider: by one reference there is one payment, however often it is asked for. */
  async nextReference({ eventId, claimId }: ClaimRow): Promise<string> {
    const [next] = await this.database.query<{ attempt: number }>(sql.NEXT_ATTEMPT, [eventId, claimId]);
    return referenceOf({ eventId, claimId, attempt: next?.attempt ?? 1 });
  }

  /** What the provider says, by a webhook or because it was asked. */
  async apply(payment: ProviderPayment): Promise<Applied> {
    const reference = refersTo(payment.reference);
    const claim = reference && (await this.life.find(reference.eventId, reference.claimId));
    if (reference === undefined || claim === undefined) return 'not-ours';
    // a webhook may come before the answer to who asked for the payment, and that one may have died
    await this.#store(payment, reference);
    switch (payment.status) {
      case 'open':
        return 'known';
      case 'captured':
        return this.#captured(payment, claim);
      case 'refunded':
        return this.#refunded(payment, claim);
      case 'cancelled':
      case 'expired': {
        const values = [payment.paymentId, payment.status];
        return (await this.database.query(sql.CAME_TO_NOTHING, values)).length > 0 ? 'applied' : 'known';
      }
    }
  }

  takeUnsettled(most: number, askEveryMostS: number): Promise<sql.UnsettledPayment[]> {
    return this.database.query<sql.UnsettledPayment & Record<string, unknown>>(sql.TAKE_UNSETTLED, [
      most,
      askEveryMostS,
    ]);
  }

  async #store(payment: ProviderPayment, { eventId, claimId, attempt }: PaymentReference): Promise<void> {
    const { paymentId, amount, currency, payUrl } = payment;
    await this.database.query(sql.STORE, [eventId, claimId, paymentId, attempt, amount, currency, payUrl]);
  }

  async #captured({ paymentId }: ProviderPayment, claim: ClaimRow): Promise<Applied> {
    let outcome = await this.#pay(paymentId, claim);
    const inTheWay = outcome === 'taken' && (await this.life.takeOver(claim, claim.seatIds));
    if (inTheWay) outcome = await this.#pay(paymentId, claim);
    if (outcome !== 'taken' && outcome !== 'over') return outcome;
    if ((await this.database.query(sql.CAPTURED_IN_VAIN, [paymentId])).length > 0) return 'applied';
    return (await this.#status(paymentId)) === 'open' ? 'later' : 'known';
  }

  /** The claim and the payment together, or neither. */
  #pay(paymentId: string, claim: ClaimRow): Promise<'applied' | 'known' | 'taken' | 'over'> {
    const step = this.steps.of({ change: 'pay', eventId: claim.eventId, claimId: claim.claimId });
    return this.transactions.change(claim.isolation, step, async (tx) => {
      const paid = await this.life.pay(tx, claim, step);
      if (paid !== 'booked') return rollback(paid);
      const [changed] = await tx.query(sql.CAPTURED, [paymentId]);
      return changed === undefined ? rollback('known') : commit('applied');
    });
  }

  /** By us, because the claim was over; or by the provider, and then the booking is over with it. */
  async #refunded({ paymentId }: ProviderPayment, claim: ClaimRow): Promise<Applied> {
    const step = this.steps.of({ change: 'cancel', eventId: claim.eventId, claimId: claim.claimId });
    return this.transactions.change(claim.isolation, step, async (tx) => {
      if (!(await this.life.cancel(tx, claim, step))) return rollback('later');
      const [changed] = await tx.query(sql.REFUNDED, [paymentId]);
      return changed === undefined ? rollback('known') : commit('applied');
    });
  }

  async #status(paymentId: string): Promise<ProviderStatus | undefined> {
    const [row] = await this.database.query<sql.StatusRow & Record<string, unknown>>(sql.FIND_STATUS, [
      paymentId,
    ]);
    return row?.status;
  }
}
