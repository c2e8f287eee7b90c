import type { ClaimDifference, CustomerDifference, Overdue } from '../audit/life.js';
import type { CurrencyTotal, MoneyDifference, PaymentDifference, PaymentState } from '../audit/money.js';

/** Amounts stay in minor units: how many make one unit, only the currency knows. */
export const currencyLine = ({ currency, captured, refunded, owed, inFlight }: CurrencyTotal): string =>
  `${currency}, in minor units: ${captured} captured, ${refunded} given back, ${owed} for what is booked; ` +
  `${inFlight} in flight.`;

export const moneyLine = ({ eventId, claimId, customer, currency, paid, owed }: MoneyDifference): string =>
  `event ${eventId}, claim ${claimId} of ${customer ?? 'nobody'}: ${paid} ${currency} paid, ${owed} for what is booked`;

export const paymentLine = ({ paymentId, provider, booking }: PaymentDifference): string =>
  `${paymentId}: ${stateOf(provider)}, booking says ${stateOf(booking)}`;

const stateOf = (state: PaymentState | null): string =>
  state === null
    ? 'there is none'
    : `${state.status}, ${state.captured} captured, ${state.refunded} given back`;

const WHY: Readonly<Record<ClaimDifference['why'], (one: ClaimDifference) => string>> = {
  'claim-over': (one) => `a live seat of claim ${one.claimId}, which is ${one.claimStatus ?? 'not there'}`,
  'seat-free': (one) => `free, and a live seat of claim ${one.claimId}, which is ${one.claimStatus}`,
  'seat-of-another': (one) =>
    `a live seat of claim ${one.claimId}, and ${one.seatStatus} by ${one.seatClaimId}`,
  'other-status': (one) => `${one.seatStatus}, and its claim ${one.claimId} is ${one.claimStatus}`,
  'other-expiry': (one) => `held, and its claim ${one.claimId} ends at another time`,
  'no-live-claim': (one) => `${one.seatStatus} by claim ${one.seatClaimId}, which does not have it`,
};

export const claimLine = (one: ClaimDifference): string =>
  `event ${one.eventId}, ${one.label ?? 'no such seat'}: ${WHY[one.why](one)}`;

export const customerLine = ({ eventId, customer, counted, liveSeats }: CustomerDifference): string =>
  `event ${eventId}, ${customer}: counted ${counted}, ${liveSeats} live seats`;

const WHAT: Readonly<Record<Overdue['what'], string>> = {
  payment: 'captured and not decided',
  refund: 'to be refunded',
  hold: 'held after its time',
  pending: 'not decided',
};

export const overdueLine = ({ what, eventId, claimId, paymentId, seconds }: Overdue): string =>
  `event ${eventId}, claim ${claimId}: ${paymentId === null ? '' : `${paymentId} `}${WHAT[what]} for ${seconds} s`;
