import type { Fault } from './fault.js';

/** Twice the lease: the next holder has the lease, and has read, well before the first one writes. */
const PAUSE_IN_LEASES = 2;
/** The claim that has the lease and the one that gets it next. Without a bound nobody would ever sell under a fence. */
const PAUSES_PER_SEAT = 2;

/** A garbage collection, a stopped process, a slow disk: whoever has read stands still past the end of his lease. */
export const pauseHolder: Fault = {
  does: 'whoever has read a seat pauses for two leases before he writes, twice a seat in each replica',
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
