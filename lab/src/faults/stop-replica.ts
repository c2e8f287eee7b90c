import type { Fault } from './fault.js';
import { AT_WORK } from './fault.js';

/**
 * Longer than a transaction may idle (2 s), so that PostgreSQL has to take the row from him; and shorter by a second
 * than the 5 s within which whoever asked him has to be answered.
 */
const STOPPED_MS = 3_500;
/** Over long before that, and long enough for the rival on a busy machine. */
const LEASE_MS = 1_500;

/** SIGSTOP: the whole process stands still, with its leases and its transactions. */
export const stopReplica: Fault = {
  ...AT_WORK,
  lockTtlMs: LEASE_MS,
  does: 'a replica is stopped (SIGSTOP) while it works, for longer than its lease and than a transaction may idle',
  holdMs: STOPPED_MS,
  victimAnswers: false,
  takesHolder: true,
  async inject({ victim }) {
    await victim.process.stop();
    return {
      happened: async () => victim.process.isStopped(),
      heal: async () => await victim.process.goOn(),
    };
  },
};
