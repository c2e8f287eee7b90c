import type { ClaimStatus, Isolation, PaymentRule, ProviderStatus } from '#contracts';
import type { SeatStatus } from '../../src/ledger/seat.ts';

/** One of them costs nothing, so that a claim of it alone is confirmed although the sale is to be paid for. */
export const PRICES = [0, 230, 410, 700];
export const CUSTOMERS = 3;
export const HOLD_S = 300;
/** Time passes in steps of this, so that the second or two which a sequence really takes decides nothing. */
export const STEP_S = 100;

export interface Settings {
  readonly payment: PaymentRule;
  readonly maxPerCustomer: number | null;
  readonly isolation: Isolation;
}

export interface Seat {
  status: SeatStatus;
  /** By its place among the claims. */
  claim: number | null;
  version: number;
  /** Seconds of the hold, in whole steps; null without one. */
  left: number | null;
}

export interface Claim {
  readonly customer: number;
  readonly seats: number[];
  status: ClaimStatus;
  extensions: number;
  left: number | null;
}

/** What booking knows of a payment. */
export interface Known {
  status: ProviderStatus;
  refundDue: boolean;
  captured: number;
  refunded: number;
}

export interface Payment {
  readonly claim: number;
  readonly attempt: number;
  readonly amount: number;
  /** At the provider, as stored: an open one whose time is over is expired for whoever asks. */
  status: ProviderStatus;
  captured: number;
  refunded: number;
  /** Of the time in which it can be paid. */
  left: number;
  /** Of the webhooks, in the order in which they were announced. */
  told: ProviderStatus[];
  /** Null: the answer was lost, and no webhook has come. */
  known: Known | null;
}

/** An event, its claims and their payments: as the model has them, and as they are read from the database. */
export interface World {
  closed: boolean;
  seats: Seat[];
  claims: Claim[];
  payments: Payment[];
  /** Live seats by customer; none where they are not counted. */
  live: number[];
}

export const newWorld = ({ maxPerCustomer }: Settings): World => ({
  closed: false,
  seats: PRICES.map(() => ({ status: 'available', claim: null, version: 0, left: null })),
  claims: [],
  payments: [],
  live: maxPerCustomer === null ? [] : Array.from({ length: CUSTOMERS }, () => 0),
});

export const costs = (seats: readonly number[]): number =>
  seats.reduce((sum, seat) => sum + (PRICES[seat] ?? 0), 0);

/** By the clock: a hold whose time is over counts as expired, whether somebody has ended it or not. */
export const looksLike = ({ status, left }: Claim): ClaimStatus =>
  status === 'held' && (left ?? 0) <= 0 ? 'expired' : status;

/** To be compared with later: half of a run of the model was structuredClone(). */
export const copyOf = ({ closed, seats, claims, payments, live }: World): World => ({
  closed,
  seats: seats.map((seat) => ({ ...seat })),
  claims: claims.map((claim) => ({ ...claim })),
  payments: payments.map((payment) => ({ ...payment, known: payment.known && { ...payment.known } })),
  live: [...live],
});
