import { Injectable } from '@nestjs/common';
import { pause } from '#deadlines';
import { CONTENDED, type Rejected } from '../ledger/claim.js';
import type { ClaimCommand } from './claim-command.js';
import { type ClaimResult, decided, isFinal } from './claim-result.js';
import { ClaimSeats } from './claim-seats.js';
import { Refusals } from './refusals.js';

const TRIES_MOST = 8;
/** Half of what a request may take: the last try has the other half. */
const TRYING_MS = 2_000;
/** Between two tries: some of the time for which a lock is usually held. */
const AGAIN_AFTER_MS = { least: 25, most: 75 };

const GIVEN_UP: Rejected = {
  kind: 'rejected',
  code: 'given-up',
  detail: 'Somebody else was at the seat in every try.',
};

export interface OneShot {
  readonly result: ClaimResult;
  /** How often it was tried. */
  readonly attempts: number;
}

/**
 * For clients that never repeat a request, so that each has a key that nobody knows: what they would repeat is repeated
 * here, a bounded number of times, and what is contended to the end is stored as a no, because it is counted.
 */
@Injectable()
export class OneShotClaims {
  constructor(
    private readonly claimSeats: ClaimSeats,
    private readonly refusals: Refusals,
  ) {}

  async claim(command: ClaimCommand): Promise<OneShot> {
    const until = performance.now() + TRYING_MS;
    for (let attempts = 1; ; attempts += 1) {
      const result = await this.claimSeats.claim(command);
      if (result.kind !== 'open') return { result, attempts };
      if (attempts === TRIES_MOST || performance.now() >= until) {
        return { result: await this.#giveUp(result), attempts };
      }
      const { least, most } = AGAIN_AFTER_MS;
      await pause(least + Math.random() * (most - least));
    }
  }

  /** Only what is contended: an outage is no answer of the sale. */
  async #giveUp(open: Extract<ClaimResult, { kind: 'open' }>): Promise<ClaimResult> {
    if (open.outcome.code !== CONTENDED.code) return open;
    const stored = await this.refusals.store({ request: open.request, refusal: GIVEN_UP });
    return isFinal(stored) ? decided(open.request, stored) : open;
  }
}
