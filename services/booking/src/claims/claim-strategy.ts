import type { Type } from '@nestjs/common';
import type { Guarantee, Isolation, LockScope } from '#contracts';
import type { ClaimOutcome, ClaimRequest } from '../ledger/claim.js';

export type { ClaimOutcome, ClaimRequest } from '../ledger/claim.js';
export { CONTENDED, taken, termsOf, unavailable } from '../ledger/claim.js';

/**
 * A way to claim seats. Answers with a value for everything that is expected; rejects only with what the database says
 * (ledger/database-outcome.ts turns that into a value) and with what nobody foresaw.
 */
export interface ClaimStrategy {
  claim(request: ClaimRequest): Promise<ClaimOutcome>;
}

/** What a strategy's class says about itself; a class without these does not register. */
export interface StrategyFacts {
  readonly key: string;
  /** Against what it protects a seat alone, with the guard off. */
  readonly guarantee: Guarantee;
  /** One sentence. */
  readonly mechanism: string;
  /** Under which it keeps its guarantee, the usual one first; READ COMMITTED alone when it does not say. */
  readonly isolations?: readonly Isolation[];
  /** What it can lock, the usual one first; each seat when it does not say. */
  readonly lockScopes?: readonly LockScope[];
  /** A deliberately wrong variant. */
  readonly labOnly?: boolean;
}

export type StrategyClass = StrategyFacts & Type<ClaimStrategy>;
