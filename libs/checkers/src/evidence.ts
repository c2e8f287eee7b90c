/**
 * What a verdict is made of: the history as the buyers saw it, and the rows as the database has them. Plain
 * values, no I/O, nothing of a service.
 */
export type SeatStatus = 'available' | 'held' | 'booked';

/**
 * One attempt's answer. `unknown`: it may have taken effect; `retry`: it did not, and the operation stays
 * open.
 */
export interface Answer {
  kind: 'ok' | 'fail' | 'unknown' | 'retry';
  atUs: number;
  /** when this attempt was sent; absent: how long it took is not judged */
  sentAtUs?: number;
  status: number | null;
  code: string;
  claimId: string | null;
  seats: { label: string; version: number; status: SeatStatus }[];
  /** the replica that decided, as the body says */
  replica: string | null;
  /** the replica that answered, as the header says */
  answeredBy: string | null;
  strategy: string | null;
  policyVersion: number | null;
}

/** One key = one operation, from its first send to its settled answer. */
export interface Operation {
  key: string;
  customer: string;
  /** as the buyer named them; none when any seats would do */
  seats: readonly string[];
  /** how many he wants */
  quantity: number;
  invokedAtUs: number;
  /** Infinity while unknown: it may still take effect */
  completedAtUs: number;
  attempts: number;
  outcome: 'ok' | 'fail' | 'unknown';
  answers: Answer[];
}

export interface LedgerRow {
  ledgerId?: number;
  section: string;
  /** label of the seat; null for the birth of a section */
  seat: string | null;
  claimId: string | null;
  from: SeatStatus | null;
  to: SeatStatus;
  seats: number;
  liveDelta: number;
  version: number | null;
  readVersion: number | null;
  readAtUs: number | null;
  writtenAtUs: number;
}

export interface ClaimRow {
  claimId: string;
  customer: string;
  key: string;
  status: string;
  replica: string;
  /** what its live seats cost, in minor units, where only a payment could book them */
  price?: number;
  /** the end of its hold, extended or not, in µs since 1970 by PostgreSQL's clock; null: it never was one */
  expiresAtUs?: number | null;
}

/** What somebody asked about a claim that is there, and what he was answered: one line for each attempt. */
export interface ChangeAnswer {
  claimId: string;
  customer: string;
  seat: string;
  does: 'read' | 'confirm' | 'extend' | 'give-back' | 'pay';
  /** whether he has the claim's token */
  bearer: boolean;
  sentAtUs: number;
  atUs: number;
  outcome: Answer['kind'];
  code: string;
  /** of the claim, as he was told; null: he was told none */
  status: string | null;
  /** as he was told, in µs since 1970 by PostgreSQL's clock */
  expiresAtUs: number | null;
  answeredBy: string | null;
}

export interface ClaimSeatRow {
  claimId: string;
  seat: string;
  live: boolean;
}

export interface Counts {
  capacity: number;
  available: number;
  held: number;
  booked: number;
  liveSeats: number;
}
export interface InventoryCounts extends Counts {
  sections: (Counts & { section: string })[];
}

/** A seat's own row when all was quiet. */
export interface SeatAtEnd {
  section: string;
  seat: string;
  status: SeatStatus;
  version: number;
}

export interface FenceRead {
  seat: string;
  fence: number;
}

/** How often inventory applied a row of the ledger. */
export interface AppliedRow {
  ledgerId: number;
  times: number;
}

/** What should be gone when all is quiet. */
export interface Leftover {
  what: 'hold' | 'idle-transaction' | 'unsent-row' | 'unapplied-row';
  /** the claim, the session or the row */
  name: string;
  /** for so long, or past its time by so much */
  seconds: number;
}

/** At the provider, in minor units. */
export interface PaymentRow {
  paymentId: string;
  claimId: string;
  captured: number;
  refunded: number;
}

/** What was done to the cluster meanwhile, and how often it hit. */
export interface SeenFault {
  name: string;
  hits: number;
}

/** What is optional and absent is not judged. */
export interface Evidence {
  /** what the run says about itself */
  claimed: { replicas: number; strategy: string; policyVersion: number };
  /** live seats a customer may have; null: as many as he likes */
  maxPerCustomer: number | null;
  /** null: none was asked for */
  fault: SeenFault | null;
  /** in order of their first send */
  operations: readonly Operation[];
  /** in the order of its ids */
  ledger: readonly LedgerRow[];
  claims: readonly ClaimRow[];
  claimSeats: readonly ClaimSeatRow[];
  /** null: inventory gave no counts in the time it had */
  inventory: InventoryCounts | null;
  seats?: readonly SeatAtEnd[];
  /** as they were read during the run, one reading after the other */
  fences?: readonly FenceRead[];
  applied?: readonly AppliedRow[];
  leftovers?: readonly Leftover[];
  payments?: readonly PaymentRow[];
  /** in the order of their answers */
  changes?: readonly ChangeAnswer[];
  /** µs since 1970 by PostgreSQL's clock: then every replica was made to sweep */
  sweptAtUs?: number;
}

export const requestOf = (row: { customer: string; key: string }): string => `${row.customer} ${row.key}`;
