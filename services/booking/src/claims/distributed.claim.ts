import { Injectable } from '@nestjs/common';
import { type Lease, Leases } from '#redlock';
import { SeatLedger } from '../ledger/seat-ledger.js';
import { allFree } from '../ledger/seat.js';
import {
  type ClaimOutcome,
  type ClaimRequest,
  type ClaimStrategy,
  CONTENDED,
  taken,
  unavailable,
} from './claim-strategy.js';
import { leaseKeys } from './support/lock-keys.js';

/**
 * A lease on a majority of independent Redis nodes. It is over when its time is over, whether or not its holder knows:
 * one that pauses past the lease goes on writing, because nothing in the row asks for the lease.
 */
@Injectable()
export class DistributedClaim implements ClaimStrategy {
  static readonly key = 'distributed';
  static readonly guarantee = 'lease';
  static readonly mechanism =
    'leases the seat on a majority of Redis nodes (Redlock), then reads and writes it';
  static readonly lockScopes = ['seat', 'event'] as const;

  constructor(
    private readonly leases: Leases,
    private readonly ledger: SeatLedger,
  ) {}

  async claim(request: ClaimRequest): Promise<ClaimOutcome> {
    const attempt = await this.leases.acquire(leaseKeys(request), request.policy.lockTtlMs);
    if (attempt.kind === 'contended') return CONTENDED;
    if (attempt.kind === 'no-quorum') return unavailable('no-quorum');
    try {
      return await this.#readThenWrite(request, attempt.lease);
    } finally {
      await request.step('before-release');
      await attempt.lease.release();
    }
  }

  async #readThenWrite(request: ClaimRequest, lease: Lease): Promise<ClaimOutcome> {
    await request.step('after-lock', lease);
    if (lease.remainingMs() <= 0) return CONTENDED;
    const seats = await this.ledger.read(request);
    if (!allFree(seats)) return taken(seats);
    await request.step('after-read');
    return this.ledger.sell(request, seats);
  }
}
