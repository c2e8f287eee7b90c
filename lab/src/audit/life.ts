import type { Client } from 'pg';
import * as sql from './life-statements.js';
import { type Differences, differences } from './snapshot.js';

export interface ClaimDifference {
  eventId: string;
  /** Null: there is no such seat. */
  label: string | null;
  seatStatus: string | null;
  seatClaimId: string | null;
  /** Null: no claim has the seat. */
  claimId: string | null;
  claimStatus: string | null;
  why: 'claim-over' | 'seat-free' | 'seat-of-another' | 'other-status' | 'other-expiry' | 'no-live-claim';
}
export interface CustomerDifference {
  eventId: string;
  customer: string;
  counted: number;
  liveSeats: number;
}
export interface Overdue {
  what: 'payment' | 'refund' | 'hold' | 'pending';
  eventId: string;
  claimId: string;
  paymentId: string | null;
  seconds: number;
}
export interface LifeReport {
  claims: Differences<ClaimDifference>;
  customers: Differences<CustomerDifference>;
  overdue: Differences<Overdue>;
}

/** In the caller's snapshot. */
export async function auditLife(client: Client, eventId: string | null): Promise<LifeReport> {
  return {
    claims: await differences<ClaimDifference>(client, sql.CLAIMS_DIFFER, eventId),
    customers: await differences<CustomerDifference>(client, sql.CUSTOMERS_DIFFER, eventId),
    overdue: await differences<Overdue>(client, sql.OVERDUE, eventId),
  };
}
