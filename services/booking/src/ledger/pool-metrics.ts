import { Gauge } from 'prom-client';
import { metrics } from '#telemetry';
import type { Database } from '#postgres';

const watched = new Set<Database>();
const STATES = ['total', 'idle', 'waiting'] as const;

/** Requests that wait for a session are the first sign that the pool, or the database, is too small. */
const sessions = new Gauge({
  name: 'lastseat_seat_sessions',
  help: 'sessions in which claims are decided: in all, idle, and requests that wait for one',
  labelNames: ['state'],
  registers: [metrics],
  collect() {
    for (const state of STATES) {
      const counts = [...watched].map((database) => database.usage()[state]);
      sessions.set(
        { state },
        counts.reduce((sum, count) => sum + count, 0),
      );
    }
  },
});

/** Returns how to stop watching. */
export function watchPool(database: Database): () => void {
  watched.add(database);
  return () => watched.delete(database);
}
