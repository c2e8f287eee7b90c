import type { Fault } from './fault.js';
import { AT_WORK, isAhead } from './fault.js';

const MINUTE_MS = 60_000;

const clockJumps = (ms: number): Pick<Fault, 'needs' | 'inject'> => ({
  needs: ['clocks'],
  async inject({ cluster, victim }) {
    await cluster.shiftClock(victim.name, ms);
    return {
      happened: async () => isAhead(await cluster.clockAhead(victim.name), ms),
      heal: async () => await cluster.shiftClock(victim.name, 0),
    };
  },
});

/** Whoever reckons his lease by the wall clock believes that he has it for a minute longer. */
export const replicaClockJumps: Fault = {
  ...AT_WORK,
  does: 'the wall clock of a replica jumps back by a minute while it works',
  ...clockJumps(-MINUTE_MS),
};

/** Whoever ends holds by the wall clock ends those that have a minute to run. */
export const replicaClockAhead: Fault = {
  ...AT_WORK,
  does: 'the wall clock of a replica jumps ahead by a minute while it works',
  ...clockJumps(MINUTE_MS),
};
