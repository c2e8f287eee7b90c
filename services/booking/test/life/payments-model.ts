import type { ProviderStatus } from '#contracts';
import type { ClaimsModel } from './claims-model.ts';
import type { SeatsModel } from './seats-model.ts';
import { type Claim, HOLD_S, type Known, type Payment, type World, costs, looksLike } from './world.ts';

const ATTEMPTS_MOST = 4;

type Applied = 'applied' | 'known' | 'later';

/** The provider's books, what booking knows of them, and what follows for claims. */
export class PaymentsModel {
  readonly #world: World;

  constructor(
    private readonly seats: SeatsModel,
    private readonly claims: ClaimsModel,
  ) {
    this.#world = seats.world;
  }

  /** The status of the payment that the customer is led to, or why there is none. */
  ask(place: number, lost: boolean): string {
    for (let attempts = 1; ; attempts += 1) {
      const claim = this.seats.claimAt(place);
      if (looksLike(claim) !== 'held') return this.claims.whyNot('pay', claim);
      if (this.seats.settings.payment === 'none' || costs(claim.seats) === 0) return 'payment-not-needed';
      const all = this.#world.payments.filter((one) => one.claim === place);
      const open = all.findLast(({ known }) => known !== null && known.status === 'open');
      const payment = open ?? this.#next(place, all, claim);
      if (open !== undefined && (lost || atProvider(open) === 'open')) return 'open';
      if (lost || attempts === ATTEMPTS_MOST) return 'payments-unavailable';
      this.#apply(payment, atProvider(payment));
    }
  }

  #next(place: number, all: readonly Payment[], claim: Claim): Payment {
    const attempt = 1 + all.filter(({ known }) => cameToNothing(known?.status)).length;
    return all.find((one) => one.attempt === attempt) ?? this.#create(place, attempt, claim);
  }

  capture = (payment: Payment): string =>
    this.#change(payment, payment.status === 'open' && payment.left > 0, 'captured');
  decline = (payment: Payment): string =>
    this.#change(payment, payment.status === 'open' && payment.left > 0, 'cancelled');
  refund = (payment: Payment): string => this.#change(payment, payment.status === 'captured', 'refunded');

  expirePayments(): void {
    for (const payment of this.#world.payments) {
      this.#change(payment, payment.status === 'open' && payment.left <= 0, 'expired');
    }
  }

  deliver(payment: Payment, webhook: number): string {
    const status = payment.told[webhook % payment.told.length];
    return status === undefined ? 'nothing' : this.#apply(payment, status);
  }

  /** What a round does about it: refund, close or look, and then apply what the provider says. */
  settle(payment: Payment, lost: boolean): void {
    const { known } = payment;
    if (known === null || (known.status !== 'open' && !known.refundDue)) return;
    const waits = looksLike(this.seats.claimAt(payment.claim)) === 'held';
    if (known.refundDue) this.refund(payment);
    else if (!waits) this.decline(payment);
    if (!lost) this.#apply(payment, atProvider(payment));
  }

  #create(claim: number, attempt: number, { seats, left, extensions }: Claim): Payment {
    const payment: Payment = {
      ...{ claim, attempt, amount: costs(seats), status: 'open', captured: 0, refunded: 0 },
      ...{ left: (left ?? 0) + (extensions === 0 ? HOLD_S : 0), told: [], known: null },
    };
    this.#world.payments.push(payment);
    return payment;
  }

  #change(payment: Payment, may: boolean, to: ProviderStatus): string {
    if (may) {
      payment.status = to;
      payment.told.push(to);
      if (to === 'captured') payment.captured = payment.amount;
      if (to === 'refunded') payment.refunded = payment.amount;
    }
    return atProvider(payment);
  }

  #apply(payment: Payment, status: ProviderStatus): Applied {
    const known = (payment.known ??= unknownYet());
    switch (status) {
      case 'open':
        return 'known';
      case 'captured':
        return this.#captured(payment, known);
      case 'refunded':
        return this.#refunded(payment, known);
      case 'cancelled':
      case 'expired':
        if (known.status !== 'open') return 'known';
        known.status = status;
        return 'applied';
    }
  }

  #captured(payment: Payment, known: Known): Applied {
    const { claim, amount } = payment;
    let outcome = this.#pay(claim, known);
    if (outcome === 'taken' && this.claims.takeOver(this.seats.claimAt(claim).seats)) {
      outcome = this.#pay(claim, known);
    }
    if (outcome === 'known') return 'known';
    const inVain = outcome !== 'applied';
    if (inVain && known.status !== 'open') return 'known';
    if (inVain && (this.#world.closed || this.seats.claimAt(claim).status === 'held')) return 'later';
    Object.assign(known, { status: 'captured', captured: amount, refundDue: inVain });
    return 'applied';
  }

  #pay(place: number, known: Known): 'applied' | 'known' | 'taken' | 'over' {
    const { status, seats, customer } = this.seats.claimAt(place);
    if (this.#world.closed || (status !== 'held' && status !== 'expired')) return 'over';
    const isTaken = !this.seats.areFree(seats) || !this.seats.isWithinLimit(customer, seats);
    if (status === 'expired' && isTaken) return 'taken';
    if (known.status !== 'open') return 'known';
    if (status === 'held') this.seats.book(place);
    else this.seats.occupy(place, 'booked');
    return 'applied';
  }

  #refunded({ claim, amount }: Payment, known: Known): Applied {
    const isBooked = this.seats.claimAt(claim).status === 'booked';
    if (isBooked && this.#world.closed) return 'later';
    if (known.status !== 'open' && known.status !== 'captured') return 'known';
    if (isBooked) this.seats.end(claim, 'cancelled');
    Object.assign(known, { status: 'refunded', captured: amount, refunded: amount, refundDue: false });
    return 'applied';
  }
}

const unknownYet = (): Known => ({ status: 'open', refundDue: false, captured: 0, refunded: 0 });
const cameToNothing = (status?: ProviderStatus): boolean => status === 'cancelled' || status === 'expired';
const atProvider = ({ status, left }: Payment): ProviderStatus =>
  status === 'open' && left <= 0 ? 'expired' : status;
