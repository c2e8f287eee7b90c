import { Injectable } from '@nestjs/common';
import type { ChangeStep, ClaimChange } from '#contracts';
import { Failpoints } from '#failpoints';

/** One transaction that changes a claim, or many of an event. */
export interface ChangeOfClaims {
  readonly change: ClaimChange;
  readonly eventId: string;
  /** None where the transaction itself finds out which claims it changes. */
  readonly claimId?: string;
}

export type PassStep = (name: ChangeStep) => Promise<void>;
export type StepsOf = (change: ChangeOfClaims) => PassStep;

/** The seam at which changes of claims can go wrong, as claims have one. Nothing happens there but for the lab. */
@Injectable()
export class ChangeSteps {
  constructor(private readonly failpoints: Failpoints) {}

  of({ change, eventId, claimId = '' }: ChangeOfClaims): PassStep {
    const passing = { eventId, claimId, who: [claimId] };
    return async (name) => this.failpoints.pass(`${change}:${name}`, passing);
  }
}
