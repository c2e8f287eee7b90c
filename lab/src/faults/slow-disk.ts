import type { Fault } from './fault.js';
import { AT_WORK, SHORT_LEASE } from './fault.js';

const LATER_MS = 1_500;

/** The commit takes longer than the lease: the next holder reads before it is there. */
export const slowDisk: Fault = {
  ...AT_WORK,
  ...SHORT_LEASE,
  does: `PostgreSQL's disk takes ${LATER_MS} ms longer to store a commit, and a lease lasts ${SHORT_LEASE.lockTtlMs} ms`,
  holdMs: 0,
  lastsMs: 2 * LATER_MS,
  needs: ['slow-disk'],
  async inject({ cluster }) {
    await cluster.slowDisk(LATER_MS);
    return {
      happened: async () => cluster.postgres.isRunning(),
      heal: async () => await cluster.slowDisk(0),
    };
  },
};
