import type { Degraded, SalePolicy } from '#contracts';
import type { Lease } from '#redlock';
import type { SeatStatus } from './seat.js';

export type ClaimedStatus = 'held' | 'booked';

/** Named points that every strategy passes: simulated work and failpoints happen there. */
export const STEP_NAMES = [
  'after-lock',
  'after-read',
  'before-write',
  'before-commit',
  'after-commit',
  'before-release',
] as const;
export type StepName = (typeof STEP_NAMES)[number];

interface MaybeDegraded {
  /** The claim goes on, or went on, without its strategy's lock. */
  readonly degraded?: Degraded;
}

/** One attempt of one request to take seats. */
export interface ClaimRequest extends MaybeDegraded {
  readonly claimId: string;
  readonly eventId: string;
  readonly customerId: string;
  readonly idempotencyKey: string;
  /** SHA-256 of the body. */
  readonly fingerprint: Buffer;
  /** In canonical (ascending) order, so that two claims never wait for each other in a circle. */
  readonly seatIds: readonly number[];
  /** The same seats in the order in which the customer named them. */
  readonly seatIdsAsNamed: readonly number[];
  readonly policy: SalePolicy;
  readonly policyVersion: number;
  readonly replica: string;
  /** With the lease, where the strategy has just been given one. Nothing to wait for where nothing is armed. */
  readonly step: (name: StepName, lease?: Lease) => Promise<void> | undefined;
}

export interface Claimed extends MaybeDegraded {
  readonly kind: 'claimed';
  readonly status: ClaimedStatus;
  /** ISO 8601; null for a booking. */
  readonly expiresAt: string | null;
  readonly seats: readonly {
    readonly seatId: number;
    readonly version: number;
    /** What it was under lock, where that was not free: it has been sold twice. */
    readonly from?: SeatStatus;
  }[];
}
/** Read in the database, so it carries what was read. */
export interface Taken extends MaybeDegraded {
  readonly kind: 'taken';
  readonly seats: readonly {
    readonly label: string;
    readonly version: number;
    readonly status: SeatStatus;
  }[];
}
/** A rule of the sale. */
export interface Rejected extends MaybeDegraded {
  readonly kind: 'rejected';
  readonly code: 'customer-limit' | 'sold-out' | 'sold-out-for-now' | 'given-up';
  readonly detail: string;
}
/** Somebody else is at it and nothing was decided. */
export interface Contended extends MaybeDegraded {
  readonly kind: 'contended';
  readonly code: 'seat-contended' | 'request-in-progress';
}
/** Nothing was written. */
export interface Unavailable extends MaybeDegraded {
  readonly kind: 'unavailable';
  readonly code:
    | 'policy-switching'
    | 'no-quorum'
    | 'queue-full'
    | 'queue-timeout'
    | 'replica-stopping'
    | 'database-unavailable'
    | 'answer-not-stored';
}

export type Refusal = Taken | Rejected;
/** What is stored under the request's key and final. */
export type FinalOutcome = Claimed | Refusal;
export type ClaimOutcome = FinalOutcome | Contended | Unavailable;

export const claimedStatus = ({ holdSeconds }: Pick<SalePolicy, 'holdSeconds'>): ClaimedStatus =>
  holdSeconds === null ? 'booked' : 'held';

/** What the writing statement makes of the seats: their status, and for how many seconds. */
export const termsOf = ({ policy }: ClaimRequest): [status: ClaimedStatus, holdSeconds: number | null] => [
  claimedStatus(policy),
  policy.holdSeconds,
];

export const CONTENDED: Contended = { kind: 'contended', code: 'seat-contended' };
/** The key was decided before, or is being decided right now: what is stored under it tells. */
export const IN_PROGRESS: Contended = { kind: 'contended', code: 'request-in-progress' };
export const unavailable = (code: Unavailable['code']): Unavailable => ({ kind: 'unavailable', code });

export const taken = (seats: readonly { label: string; version: number; status: SeatStatus }[]): Taken => ({
  kind: 'taken',
  seats: seats
    .filter((seat) => seat.status !== 'available')
    .map(({ label, version, status }) => ({ label, version, status })),
});
