import { Injectable } from '@nestjs/common';
import { pause } from '#deadlines';
import type { ClaimRequest, StepName } from '../../ledger/claim.js';
import { lockWaitSeconds } from './claim-counters.js';
import { Failpoints } from './failpoints.js';

type Claim = Pick<ClaimRequest, 'eventId' | 'seatIds' | 'policy'>;

/**
 * The seam at which a claim can be slowed down: simulated work and failpoints. The work happens after the read, where a
 * real sale would ask for the price or the payment; a strategy that decides in one statement and so has no such moment
 * does it before COMMIT.
 */
@Injectable()
export class ClaimSteps {
  constructor(private readonly failpoints: Failpoints) {}

  of(claim: Claim): (name: StepName) => Promise<void> {
    const { strategy, workMs } = claim.policy;
    const began = performance.now();
    let hasRead = false;
    return async (name) => {
      if (name === 'after-lock') lockWaitSeconds.observe({ strategy }, (performance.now() - began) / 1_000);
      if (name === 'after-read') hasRead = true;
      const isWork = name === 'after-read' || (name === 'before-commit' && !hasRead);
      const atWorkMs = isWork ? workMs + this.failpoints.pauseMsAt('at-work', claim) : 0;
      const ms = atWorkMs + this.failpoints.pauseMsAt(name, claim);
      if (ms > 0) await pause(ms);
    };
  }
}
