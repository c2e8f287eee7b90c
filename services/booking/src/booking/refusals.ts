import { Injectable } from '@nestjs/common';
import { Batches } from '../claims/support/batches.js';
import { type ClaimOutcome, unavailable } from '../ledger/claim.js';
import { databaseOutcome } from '../ledger/database-outcome.js';
import { Decisions, type Refused } from '../ledger/decisions.js';

/**
 * A no counts only once it is stored: a request that was told no can never sell later. Whoever loses a seat loses it
 * with many others, so those that arrive together are stored together.
 */
@Injectable()
export class Refusals {
  readonly #batches = new Batches<Refused>('refusals', (refused) => this.decisions.refuse(refused));

  constructor(private readonly decisions: Decisions) {}

  /** What counts now: the refusal; or that it was not stored, and why. */
  async store(refused: Refused): Promise<ClaimOutcome> {
    try {
      const stored = await this.#batches.enter(refused, refused.request);
      return typeof stored === 'string' ? unavailable('answer-not-stored') : stored;
    } catch (error) {
      const failure = databaseOutcome(error);
      return failure.kind === 'unavailable' ? unavailable('answer-not-stored') : failure;
    }
  }
}
