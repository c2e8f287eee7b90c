import { Injectable } from '@nestjs/common';
import { type LockLibrary, UntunedNodes, redlockUniversal } from '#redlock';
import { SeatLedger } from '../ledger/seat-ledger.js';
import type { ClaimOutcome, ClaimRequest, ClaimStrategy } from './claim-strategy.js';
import { underLibraryLock } from './support/under-library-lock.js';

/**
 * `distributed` by another library: it refuses a lock that has run out on the way, but it waits for all nodes, and does
 * not take back what a node grants after its own deadline.
 */
@Injectable()
export class RedlockUniversalClaim implements ClaimStrategy {
  static readonly key = 'redlock-universal';
  static readonly guarantee = 'lease';
  static readonly mechanism = 'as distributed, by redlock-universal 0.8.5 as its README uses it';
  static readonly labOnly = true;

  readonly #acquire: LockLibrary;

  constructor(
    nodes: UntunedNodes,
    private readonly ledger: SeatLedger,
  ) {
    this.#acquire = redlockUniversal(nodes.clients);
  }

  async claim(request: ClaimRequest): Promise<ClaimOutcome> {
    return await underLibraryLock(this.#acquire, request, this.ledger);
  }
}
