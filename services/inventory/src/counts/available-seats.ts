import { Gauge } from 'prom-client';
import { metrics } from '#telemetry';
import type { Database, Statement } from '#postgres';

/** Each event is a series of its own, and events come and go: those that changed last are shown. */
const EVENTS_MOST = 20;

const NEWEST: Statement = {
  name: 'available-seats-of-newest',
  text: `
    SELECT event_id, sum(available)::bigint AS available
    FROM inventory.counts GROUP BY event_id ORDER BY max(updated_at) DESC LIMIT ${EVENTS_MOST}`,
};

const watched = new Set<Database>();

const available = new Gauge({
  name: 'available_seats',
  help: `free seats of the ${EVENTS_MOST} events that changed last, as inventory counts them`,
  labelNames: ['event_id'],
  registers: [metrics],
  async collect() {
    available.reset();
    for (const database of watched) {
      const rows = await database
        .query<{ event_id: string; available: number }>(NEWEST, [])
        // the health check tells that the database is away; a scrape shows what there is
        .catch(() => []);
      for (const row of rows) available.set({ event_id: row.event_id }, row.available);
    }
  },
});

/** From here on every scrape counts. Returns how to stop. */
export function watchAvailableSeats(database: Database): () => void {
  watched.add(database);
  return () => watched.delete(database);
}
