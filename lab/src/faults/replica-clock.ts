import type { Fault } from './fault.js';
import { AT_WORK, isAhead } from './fault.js';

const MINUTE_MS = 60_000;

/** Whoever reckons his lease by the wall clock believes that he has it for a minute longer. */
export const replicaClockJumps: Fault = {
  ...AT_WORK,
  does: 'the wall clock of a replica jumps back by a minute while it works',
  needs: ['clocks'],
  async inject({ cluster, victim }) {
    await cluster.shiftClock(victim.name, -MINUTE_MS);
    return {
      happened: async () => isAhead(await cluster.clockAhead(victim.name), -MINUTE_MS),
      heal: async () => await cluster.shiftClock(victim.name, 0),
    };
  },
};
