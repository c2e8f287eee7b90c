/**
 * The evidence as columns of numbers: ten million operations fit into memory, and the rules about seats read them in
 * linear time. Seats, claims, sections and requests are numbers from 0; `NONE` is none.
 */
export const NONE = -1;

export const NOTHING = 0;
export const AVAILABLE = 1;
export const HELD = 2;
export const BOOKED = 3;

export const UNKNOWN = 0;
export const OK = 1;
/** told that a seat is somebody else's */
export const TAKEN = 2;
/** a no for any other reason */
export const REFUSED = 3;

/** In the order of their first send. */
interface Requests {
  invoke: Float64Array;
  /** Infinity while nobody knows */
  complete: Float64Array;
  outcome: Uint8Array;
}

/** What a settled request was told about a seat. The lines of one request are next to each other. */
interface Told {
  request: Int32Array;
  seat: Int32Array;
  /** NONE: the answer did not say */
  version: Int32Array;
  claim: Int32Array;
}

/** The ledger in its own order; a row without a seat is the birth of a section. */
export interface Rows {
  section: Int32Array;
  seat: Int32Array;
  version: Int32Array;
  from: Uint8Array;
  to: Uint8Array;
  seats: Int32Array;
  liveDelta: Int8Array;
  claim: Int32Array;
}

export interface Columns {
  seats: number;
  sections: number;
  requests: Requests;
  told: Told;
  /** by claim, the request that made it */
  requestOf: Int32Array;
  rows: Rows;
}

export type Rule =
  | 'version-twice'
  | 'version-missing'
  | 'other-status'
  | 'sold-twice'
  | 'illegal-transition'
  | 'ledger-order'
  | 'written-too-early'
  | 'not-in-the-ledger'
  | 'sold-to-refused'
  | 'sold-to-nobody'
  | 'never-taken'
  | 'taken-later'
  | 'taken-before'
  | 'overdrawn';

/** A breach of a rule: the row or the line of `told` that breaks it, and the row that it contradicts. */
export interface Breach {
  rule: Rule;
  row: number;
  told: number;
  against: number;
}

export type Report = (rule: Rule, about: Partial<Omit<Breach, 'rule'>>) => void;

export const columnsFor = (
  size: Record<'seats' | 'sections' | 'requests' | 'told' | 'claims' | 'rows', number>,
): Columns => ({
  seats: size.seats,
  sections: size.sections,
  requests: {
    invoke: new Float64Array(size.requests),
    complete: new Float64Array(size.requests),
    outcome: new Uint8Array(size.requests),
  },
  told: {
    request: new Int32Array(size.told),
    seat: new Int32Array(size.told),
    version: new Int32Array(size.told),
    claim: new Int32Array(size.told),
  },
  requestOf: new Int32Array(size.claims).fill(NONE),
  rows: rowsFor(size.rows),
});

export const rowsFor = (rows: number): Rows => ({
  section: new Int32Array(rows),
  seat: new Int32Array(rows),
  version: new Int32Array(rows),
  from: new Uint8Array(rows),
  to: new Uint8Array(rows),
  seats: new Int32Array(rows),
  liveDelta: new Int8Array(rows),
  claim: new Int32Array(rows),
});
