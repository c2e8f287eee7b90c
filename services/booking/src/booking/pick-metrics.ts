import { Counter } from 'prom-client';
import { metrics } from '#telemetry';

/** For operators only: no verdict is ever drawn from it. */
export const picksLost = new Counter({
  name: 'picks_lost_total',
  help: 'seats picked for a claim of any n that somebody else was at or had, so that others were picked',
  labelNames: ['strategy'],
  registers: [metrics],
});
