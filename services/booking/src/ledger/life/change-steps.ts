import { Injectable } from '@nestjs/common';
import type { ChangeStep, ClaimChange } from '#contracts';

/** One transaction that changes a claim, or many of an event. */
export interface ChangeOfClaims {
  readonly change: ClaimChange;
  readonly eventId: string;
  /** None where the transaction itself finds out which claims it changes. */
  readonly claimId?: string;
}

export type PassStep = (name: ChangeStep) => Promise<void>;
export type StepsOf = (change: ChangeOfClaims) => PassStep;

/**
 * The seam at which changes of claims can be slowed down, as claims have one. Nothing happens there unless the lab has
 * put something in: whoever has it is further up than the ledger may import from.
 */
@Injectable()
export class ChangeSteps {
  #stepsOf: StepsOf = () => () => Promise.resolve();

  use(stepsOf: StepsOf): void {
    this.#stepsOf = stepsOf;
  }

  of(change: ChangeOfClaims): PassStep {
    return this.#stepsOf(change);
  }
}
