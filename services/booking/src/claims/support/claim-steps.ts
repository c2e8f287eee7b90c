import { Injectable } from '@nestjs/common';
import { pause } from '#deadlines';
import { Failpoints, type Passing } from '#failpoints';
import type { ClaimRequest, StepName } from '../../ledger/claim.js';
import { lockWaitSeconds } from './claim-counters.js';
import { ClaimTraces } from './claim-traces.js';

type Claim = Pick<ClaimRequest, 'claimId' | 'eventId' | 'customerId' | 'seatIds' | 'policy'>;

/** A claim whose answer is decided and stored. */
interface Answered {
  readonly eventId: string;
  readonly claimId: string;
  /** The seats as they were asked for; none for any seats, which count together. */
  readonly labels: readonly string[];
}

/**
 * The seam at which a claim can be slowed down and go wrong: simulated work, failpoints and traces. The work happens
 * after the read, where a real sale would ask for the price or the payment; a strategy that decides in one statement
 * and so has no such moment does it before COMMIT. What becomes of a claim later has failpoints, and no work.
 */
@Injectable()
export class ClaimSteps {
  constructor(
    private readonly failpoints: Failpoints,
    private readonly traces: ClaimTraces,
  ) {}

  of(claim: Claim): ClaimRequest['step'] {
    const { eventId, claimId, seatIds, policy } = claim;
    const { strategy, workMs } = policy;
    const passing = { eventId, claimId, who: seatIds };
    const began = performance.now();
    let hasRead = false;
    return (name, lease) => {
      if (name === 'after-lock') lockWaitSeconds.observe({ strategy }, (performance.now() - began) / 1_000);
      if (name === 'after-read') hasRead = true;
      this.traces.note(claim, name, lease);
      const works = name === 'after-read' || (name === 'before-commit' && !hasRead);
      if (works && (workMs > 0 || this.failpoints.areArmed)) return this.#work(workMs, name, passing);
      return this.failpoints.pass(name, passing);
    };
  }

  async #work(workMs: number, name: StepName, passing: Passing): Promise<void> {
    if (workMs > 0) await pause(workMs);
    await this.failpoints.pass('at-work', passing);
    await this.failpoints.pass(name, passing);
  }

  /** After the deadline of the request: who is held up here has an answer that comes too late, or never. */
  beforeAnswer({ eventId, claimId, labels }: Answered): Promise<void> | undefined {
    if (!this.failpoints.areArmed) return undefined;
    return this.failpoints.pass('before-answer', { eventId, claimId, who: labels.toSorted() });
  }
}
