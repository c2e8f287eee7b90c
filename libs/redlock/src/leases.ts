import Redlock, { ExecutionError, type Lock, ResourceLockedError } from 'redlock';
import { within } from '#deadlines';
import { type RedisNodes, nodeName } from './redis-nodes.js';

/** Clock drift between nodes (1 %) and Redis's own expiry precision, as the redlock package reckons them. */
const DRIFT = { factor: 0.01, precisionMs: 2 };

export interface Lease {
  /** What its keys hold while it lasts. */
  readonly owner: string;
  /**
   * The nodes that granted it, host:port. Empty until all have voted, which is after the grant: a majority is enough
   * for that, and the package tells of the votes only when the last one is in, or its node has been silent too long.
   */
  readonly nodes: readonly string[];
  /** What is left of it, in ms, on this process's monotonic clock: an upper bound, since a pause may follow. */
  remainingMs(): number;
  /** One try; never rejects. A lease that ran out is not an error. */
  release(): Promise<void>;
}

export type LeaseAttempt =
  | { readonly kind: 'leased'; readonly lease: Lease }
  /** A quorum of nodes answered, and somebody else has one of the resources. */
  | { readonly kind: 'contended' }
  /** Fewer nodes than a quorum answered in time. */
  | { readonly kind: 'no-quorum' };

interface AttemptTimes {
  /** The whole attempt. The package can hang on a tie or a silent node, so it must not be awaited bare. */
  readonly attemptMs: number;
  /** How long to wait for the votes that are still out when a quorum was missed. */
  readonly votesMs: number;
}

/**
 * Redlock over all nodes, one attempt at a time.
 * https://redis.io/docs/latest/develop/clients/patterns/distributed-locks/
 */
export class Leases {
  readonly #redlock: Redlock;
  readonly #times: AttemptTimes;

  constructor(nodes: RedisNodes, times: AttemptTimes) {
    // every failure is the same ExecutionError, and the package's own retries would apply to release as well
    this.#redlock = new Redlock(nodes.clients, { retryCount: 0 });
    this.#times = times;
  }

  async acquire(resources: readonly string[], ttlMs: number): Promise<LeaseAttempt> {
    const asked = performance.now();
    const grant = this.#redlock.acquire([...resources], ttlMs);
    try {
      const lock = await within(grant, this.#times.attemptMs);
      if (lock !== undefined) return await granted(lock, asked, ttlMs);
      releaseWhenGranted(grant);
      return { kind: 'no-quorum' };
    } catch (error) {
      if (error instanceof ExecutionError) return await this.#refused(error);
      throw error;
    }
  }

  async #refused(error: ExecutionError): Promise<LeaseAttempt> {
    const votes = error.attempts[0] && (await within(error.attempts[0], this.#times.votesMs));
    if (votes === undefined) return { kind: 'no-quorum' };
    const locked = [...votes.votesAgainst.values()].filter((vote) => vote instanceof ResourceLockedError);
    const answered = votes.votesFor.size + locked.length;
    return { kind: answered >= votes.quorumSize ? 'contended' : 'no-quorum' };
  }
}

/** The package grants a lock that took longer than its own lease (measured: 514 ms late, two holders). */
async function granted(lock: Lock, asked: number, ttlMs: number): Promise<LeaseAttempt> {
  const validMs = ttlMs - ttlMs * DRIFT.factor - DRIFT.precisionMs;
  const remainingMs = (): number => asked + validMs - performance.now();
  if (remainingMs() > 0) return { kind: 'leased', lease: leaseOf(lock, remainingMs) };
  await releaseOnce(lock);
  return { kind: 'contended' };
}

function leaseOf(lock: Lock, remainingMs: () => number): Lease {
  const nodes: string[] = [];
  void lock.attempts.at(-1)?.then(({ votesFor }) => nodes.push(...[...votesFor].map(nodeName)));
  return { owner: lock.value, nodes, remainingMs, release: () => releaseOnce(lock) };
}

async function releaseOnce(lock: Lock): Promise<void> {
  try {
    await lock.release();
  } catch {
    // it ran out, or its nodes are away: either way the lease ends by itself and the result stands
  }
}

function releaseWhenGranted(grant: Promise<Lock>): void {
  grant.then(releaseOnce, () => undefined);
}
