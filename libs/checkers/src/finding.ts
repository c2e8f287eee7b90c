import type { Evidence } from './evidence.js';

export type Verdict = 'SAFE' | 'UNSAFE' | 'UNAVAILABLE' | 'INCONCLUSIVE';

export interface Finding {
  kind:
    | 'double-sale'
    | 'partial-claim'
    | 'limit-exceeded'
    | 'out-of-order'
    | 'illegal-transition'
    | 'fence-fell'
    | 'not-conserved'
    | 'event-lost'
    | 'event-repeated'
    | 'event-unexplained'
    | 'other-answer'
    | 'money-differs'
    | 'ended-early'
    | 'came-back'
    | 'not-the-bearer'
    | 'unasked-change'
    | 'orphan-hold'
    | 'too-late'
    | 'leak'
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
