import { Injectable } from '@nestjs/common';
import { type Lease, Leases, RedisNodes } from '#redlock';
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
 * The wrong variant of `distributed`: whoever gives his lease back asks first whether it is still his, and then deletes
 * it. Between the two it may have run out and be somebody else's, who then works without a lock and does not know.
 */
@Injectable()
export class DistributedGetDelClaim implements ClaimStrategy {
  static readonly key = 'distributed-get-del';
  static readonly guarantee = 'lease';
  static readonly mechanism = 'as distributed, but gives the lease back in two steps: GET, then DEL';
  static readonly labOnly = true;

  constructor(
    private readonly leases: Leases,
    private readonly nodes: RedisNodes,
    private readonly ledger: SeatLedger,
  ) {}

  async claim(request: ClaimRequest): Promise<ClaimOutcome> {
    const attempt = await this.leases.acquire(leaseKeys(request), request.policy.lockTtlMs);
    if (attempt.kind === 'contended') return CONTENDED;
    if (attempt.kind === 'no-quorum') return unavailable('no-quorum');
    try {
      return await this.#readThenWrite(request, attempt.lease);
    } finally {
      await this.#giveBack(request, attempt.lease);
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

  /** A node that does not answer keeps the lease until it runs out. */
  async #giveBack(request: ClaimRequest, { owner }: Lease): Promise<void> {
    const keys = leaseKeys(request);
    const answers = await Promise.allSettled(this.nodes.clients.map((node) => node.mget(keys)));
    await request.step('before-release');
    const owned = this.nodes.clients.filter((_, index) => {
      const answer = answers[index];
      return answer?.status === 'fulfilled' && answer.value.every((holder) => holder === owner);
    });
    await Promise.allSettled(owned.map((node) => node.del(keys)));
  }
}
