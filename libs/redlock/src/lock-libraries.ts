import type { Redis } from 'ioredis';
import Redlock, { ExecutionError } from 'redlock';
import { IoredisAdapter, LockAcquisitionError, createRedlocks } from 'redlock-universal';
import RedlockFour from 'redlock-v4';

export interface LibraryLock {
  /** Rejects when a majority did not give it back, for instance because it ran out. */
  release(): Promise<unknown>;
}

/** A library as its README uses it, with its own settings and retries; "refused" is all that they say of a failure. */
export type LockLibrary = (resources: readonly string[], ttlMs: number) => Promise<LibraryLock | 'refused'>;

/** redlock 5.0.0-beta.2, without what `Leases` puts around it. */
export function redlockAsItComes(nodes: readonly Redis[]): LockLibrary {
  const redlock = new Redlock(nodes);
  return async (resources, ttlMs) =>
    await redlock.acquire([...resources], ttlMs).catch(refusedBy(ExecutionError));
}

/** redlock 4.2.0. */
export function redlockFour(nodes: readonly Redis[]): LockLibrary {
  const redlock = new RedlockFour([...nodes]);
  return async (resources, ttlMs) => {
    // its promises are bluebird's
    const granted = Promise.resolve(redlock.lock([...resources], ttlMs));
    const lock = await granted.catch(refusedBy(RedlockFour.LockError));
    return lock === 'refused' ? lock : { release: async () => await lock.unlock() };
  };
}

/** redlock-universal 0.8.5. A lock of it has one key, and its batches ask one node only: so one lock after another. */
export function redlockUniversal(nodes: readonly Redis[]): LockLibrary {
  const adapters = nodes.map((node) => new IoredisAdapter(node));
  return async (resources, ttlMs) => {
    const held: (() => Promise<unknown>)[] = [];
    const release = async (): Promise<void> => void (await Promise.all(held.map((giveBack) => giveBack())));
    for (const lock of createRedlocks(adapters, resources, { ttl: ttlMs })) {
      const handle = await lock.acquire().catch(refusedBy(LockAcquisitionError));
      if (handle === 'refused') {
        await release();
        return handle;
      }
      held.push(() => lock.release(handle));
    }
    return { release };
  };
}

const refusedBy =
  (refusal: abstract new (...given: never[]) => Error) =>
  (error: unknown): 'refused' => {
    if (error instanceof refusal) return 'refused';
    throw error;
  };
