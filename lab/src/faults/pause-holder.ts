import type { Fault, RaceFault } from './fault.js';
import { AT_WORK, NOTHING_TO_HEAL, SHORT_LEASE } from './fault.js';

/** Twice the lease: the next holder has the lease, and has read, well before the first one writes. */
const PAUSE_IN_LEASES = 2;
/** The claim that has the lease and the one that gets it next. Without a bound nobody would ever sell under a fence. */
const PAUSES_PER_SEAT = 2;

/** Whoever has read stands still past the end of his lease, twice a seat in each replica. */
const duringRace: RaceFault = {
  lockTtlMs: 300,
  breaks: ['lease'],
  async begin({ eventId, lockTtlMs, replicas }) {
    const pauseMs = PAUSE_IN_LEASES * lockTtlMs;
    for (const replica of replicas) {
      await replica.arm({ eventId, step: 'at-work', pauseMs, timesPerSeat: PAUSES_PER_SEAT });
    }
    return {
      async hits() {
        const hits = await Promise.all(replicas.map((replica) => replica.failpointHits(eventId)));
        return hits.reduce((sum, one) => sum + one, 0);
      },
      async end() {
        await Promise.all(replicas.map((replica) => replica.disarm(eventId)));
      },
    };
  },
};

/** A garbage collection, a slow disk. In a strike the window itself is the pause. */
export const pauseHolder: Fault = {
  ...AT_WORK,
  ...SHORT_LEASE,
  holdsRivals: true,
  does: 'whoever has read a seat stands still for more than two leases before he writes',
  inject: async () => ({ happened: async () => true, heal: NOTHING_TO_HEAL }),
  duringRace,
};
