import { Injectable } from '@nestjs/common';
import { type LockLibrary, UntunedNodes, redlockAsItComes } from '#redlock';
import { SeatLedger } from '../ledger/seat-ledger.js';
import type { ClaimOutcome, ClaimRequest, ClaimStrategy } from './claim-strategy.js';
import { underLibraryLock } from './support/under-library-lock.js';

/**
 * `distributed` without what we put around the package: it grants a lock that has run out on the way, and goes on
 * waiting when the votes are split and one node is silent.
 */
@Injectable()
export class RedlockAsItComesClaim implements ClaimStrategy {
  static readonly key = 'redlock-as-it-comes';
  static readonly guarantee = 'lease';
  static readonly mechanism = 'as distributed, by redlock 5.0.0-beta.2 as its README uses it';
  static readonly labOnly = true;

  readonly #acquire: LockLibrary;

  constructor(
    nodes: UntunedNodes,
    private readonly ledger: SeatLedger,
  ) {
    this.#acquire = redlockAsItComes(nodes.clients);
  }

  async claim(request: ClaimRequest): Promise<ClaimOutcome> {
    return await underLibraryLock(this.#acquire, request, this.ledger);
  }
}
