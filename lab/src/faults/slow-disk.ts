import type { Fault } from './fault.js';
import { AT_WORK } from './fault.js';

/** Well below the 1.5 s of a statement: with two such waits a request is still answered. */
const LATER_MS = 800;
const LEASE_MS = 500;

/** The commit takes longer than the lease: the next holder reads before it is there. */
export const slowDisk: Fault = {
  ...AT_WORK,
  lockTtlMs: LEASE_MS,
  does: `PostgreSQL's disk takes ${LATER_MS} ms longer to store a commit, and a lease lasts ${LEASE_MS} ms`,
  holdMs: 0,
  lastsMs: 3 * LATER_MS,
  needs: ['slow-disk'],
  async inject({ cluster }) {
    await cluster.slowDisk(LATER_MS);
    // a commit that failed tells nothing of the disk
    const tookMs = cluster.commitTook().catch(() => 0);
    return {
      happened: async () => (await tookMs) >= LATER_MS,
      heal: async () => await cluster.slowDisk(0),
    };
  },
};
