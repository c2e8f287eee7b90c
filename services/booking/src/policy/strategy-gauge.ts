import { Gauge } from 'prom-client';
import type { SeenPolicy } from '#contracts';
import { metrics } from '#telemetry';
import { STRATEGIES } from '../claims/claims.module.js';

/** Lab 36 numbers these; the others follow in the order of GET /v1/strategies. */
const OF_LAB_36 = ['none', 'pessimistic', 'optimistic', 'distributed'];
const NUMBERS = [...new Set([...OF_LAB_36, ...STRATEGIES.map(({ key }) => key)])];
const help = NUMBERS.map((key, number) => `${number} ${key}`).join(', ');

const watched = new Set<() => readonly SeenPolicy[]>();

const gauge = new Gauge({
  name: 'current_locking_strategy',
  help: `strategy of the events that this replica sold last: ${help}`,
  labelNames: ['event_id'],
  registers: [metrics],
  collect() {
    gauge.reset();
    for (const newest of watched) {
      for (const { eventId, strategy } of newest()) {
        gauge.set({ event_id: eventId }, NUMBERS.indexOf(strategy));
      }
    }
  },
});

/** Returns how to stop. */
export function watchStrategies(newest: () => readonly SeenPolicy[]): () => void {
  watched.add(newest);
  return () => watched.delete(newest);
}
