import type { Fault } from './fault.js';
import { AT_WORK, NOTHING_TO_HEAL } from './fault.js';

/** PostgreSQL is back when the cut is over: what it had not synced is gone, what it had acknowledged must not be. */
export const powerCut: Fault = {
  ...AT_WORK,
  does: "the power of PostgreSQL's disk fails when claims are written and not committed: what was not synced is gone",
  window: 'before-commit',
  needs: ['root'],
  prepare: async ({ cluster }) => await cluster.moveToOwnDisk(),
  async inject({ cluster }) {
    const before = cluster.postgres.pid();
    await cluster.powerCut();
    return { happened: async () => cluster.postgres.pid() !== before, heal: NOTHING_TO_HEAL };
  },
};
