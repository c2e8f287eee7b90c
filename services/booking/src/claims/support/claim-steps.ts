import { Injectable } from '@nestjs/common';
import { pause } from '#deadlines';
import type { ClaimRequest, StepName } from '../../ledger/claim.js';
import { ChangeSteps, type StepsOf } from '../../ledger/life/change-steps.js';
import { lockWaitSeconds } from './claim-counters.js';
import { Failpoints } from './failpoints.js';

type Claim = Pick<ClaimRequest, 'eventId' | 'seatIds' | 'policy'>;

const pauseAtChanges =
  (failpoints: Failpoints): StepsOf =>
  ({ change, eventId, claimId = '' }) =>
  async (name) => {
    const ms = failpoints.pauseMsAt(`${change}:${name}`, eventId, [claimId]);
    if (ms > 0) await pause(ms);
  };

/**
 * The seam at which a claim can be slowed down: simulated work and failpoints. The work happens after the read, where a
 * real sale would ask for the price or the payment; a strategy that decides in one statement and so has no such moment
 * does it before COMMIT. What becomes of a claim later has failpoints, and no work.
 */
@Injectable()
export class ClaimSteps {
  constructor(
    private readonly failpoints: Failpoints,
    changes: ChangeSteps,
  ) {
    changes.use(pauseAtChanges(failpoints));
  }

  of(claim: Claim): (name: StepName) => Promise<void> {
    const { eventId, seatIds, policy } = claim;
    const { strategy, workMs } = policy;
    const pausedMs = (moment: StepName | 'at-work'): number =>
      this.failpoints.pauseMsAt(moment, eventId, seatIds);
    const began = performance.now();
    let hasRead = false;
    return async (name) => {
      if (name === 'after-lock') lockWaitSeconds.observe({ strategy }, (performance.now() - began) / 1_000);
      if (name === 'after-read') hasRead = true;
      const isWork = name === 'after-read' || (name === 'before-commit' && !hasRead);
      const atWorkMs = isWork ? workMs + pausedMs('at-work') : 0;
      const ms = atWorkMs + pausedMs(name);
      if (ms > 0) await pause(ms);
    };
  }
}
