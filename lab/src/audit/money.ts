import type { Client } from 'pg';
import * as sql from './money-statements.js';
import { type Differences, differences } from './snapshot.js';

/** All amounts are in minor units of the currency. */
export interface CurrencyTotal {
  currency: string;
  captured: number;
  refunded: number;
  /** The price of the bookings that only a payment could make. */
  owed: number;
  /** Claims whose payment or refund is on its way. */
  inFlight: number;
}
export interface MoneyDifference {
  eventId: string;
  claimId: string;
  /** Null: the payment is of no claim. */
  customer: string | null;
  currency: string;
  paid: number;
  owed: number;
}
export interface PaymentState {
  status: string;
  captured: number;
  refunded: number;
}
export interface PaymentDifference {
  eventId: string;
  claimId: string;
  paymentId: string;
  provider: PaymentState | null;
  booking: PaymentState | null;
}
export interface MoneyReport {
  total: CurrencyTotal[];
  claims: Differences<MoneyDifference>;
  payments: Differences<PaymentDifference>;
}

/** In the caller's snapshot. */
export async function auditMoney(client: Client, eventId: string | null): Promise<MoneyReport> {
  return {
    total: (await differences<CurrencyTotal>(client, sql.MONEY_IN_TOTAL, eventId)).first,
    claims: await differences<MoneyDifference>(client, sql.MONEY_DIFFERS, eventId),
    payments: await differences<PaymentDifference>(client, sql.PAYMENTS_DIFFER, eventId),
  };
}
