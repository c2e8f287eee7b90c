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

/** What was done to the cluster meanwhile, and how often it hit. */
export interface SeenFault {
  name: string;
  hits: number;
}

export interface Evidence {
  /** what the run says about itself */
  claimed: { replicas: number; strategy: string; policyVersion: number };
  /** live seats a customer may have; null: as many as he likes */
  maxPerCustomer: number | null;
  /** null: none was asked for */
  fault: SeenFault | null;
  /** in order of their first send */
  operations: readonly Operation[];
  ledger: readonly LedgerRow[];
  claims: readonly ClaimRow[];
  claimSeats: readonly ClaimSeatRow[];
  /** null: inventory gave no counts in the time it had */
  inventory: InventoryCounts | null;
}

export type Verdict = 'SAFE' | 'UNSAFE' | 'UNAVAILABLE' | 'INCONCLUSIVE';

export interface Finding {
  kind:
    | 'double-sale'
    | 'partial-claim'
    | 'limit-exceeded'
    | 'broken-ledger'
    | 'lost-acknowledgement'
    | 'phantom-write'
    | 'unexpected-write'
    | 'records-disagree'
    | 'counts-differ'
    | 'counts-missing'
    | 'spurious-refusal'
    | 'unsold'
    | 'wrong-replicas'
    | 'other-policy'
    | 'no-collision'
    | 'fault-missed'
    | 'no-service'
    | 'seat-blocked'
    | 'unresolved';
  implies: Exclude<Verdict, 'SAFE'>;
  seat: string | null;
  text: string;
  claims: string[];
}

export type Checker = (evidence: Evidence) => Finding[];

export const requestOf = (row: { customer: string; key: string }): string => `${row.customer} ${row.key}`;

export const finding = (
  kind: Finding['kind'],
  implies: Finding['implies'],
  text: string,
  about: { seat?: string | null; claims?: (string | null)[] } = {},
): Finding => ({
  kind,
  implies,
  seat: about.seat ?? null,
  text,
  claims: (about.claims ?? []).filter((claim) => claim !== null),
});
