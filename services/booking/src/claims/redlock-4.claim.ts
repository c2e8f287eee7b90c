import { Injectable } from '@nestjs/common';
import { type LockLibrary, UntunedNodes, redlockFour } from '#redlock';
import { SeatLedger } from '../ledger/seat-ledger.js';
import type { ClaimOutcome, ClaimRequest, ClaimStrategy } from './claim-strategy.js';
import { underLibraryLock } from './support/under-library-lock.js';

/**
 * `distributed` by the old major version: it refuses a lock that has run out on the way, but it waits for all nodes, so
 * that one which is silent keeps everybody waiting.
 */
@Injectable()
export class RedlockFourClaim implements ClaimStrategy {
  static readonly key = 'redlock-4';
  static readonly guarantee = 'lease';
  static readonly mechanism = 'as distributed, by redlock 4.2.0 as its README uses it';
  static readonly labOnly = true;

  readonly #acquire: LockLibrary;

  constructor(
    nodes: UntunedNodes,
    private readonly ledger: SeatLedger,
  ) {
    this.#acquire = redlockFour(nodes.clients);
  }

  async claim(request: ClaimRequest): Promise<ClaimOutcome> {
    return await underLibraryLock(this.#acquire, request, this.ledger);
  }
}
