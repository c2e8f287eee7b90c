import type * as deadlines from '#deadlines';
import { actors } from './actors.ts';

/** A claim stands at a step for as long as the scheduler wants, and a busy machine takes longer still. */
const TIMES_AS_LONG = 10;

type Deadlines = typeof deadlines;

/**
 * In place of #deadlines: a claim's back-off is one more step at which it can be stopped, and what it waits for in its
 * own process it waits for without a limit. So nothing that a claim does depends on a clock.
 */
export function unhurried(real: Deadlines): Deadlines {
  const longer = Object.entries(real.DEADLINES_MS).map(([name, ms]) => [name, ms * TIMES_AS_LONG]);
  return {
    ...real,
    DEADLINES_MS: Object.fromEntries(longer) as Deadlines['DEADLINES_MS'],
    pause: (ms) => actors.getStore()?.arrives('back-off') ?? real.pause(ms),
    within: (promise, ms) => (actors.getStore() === undefined ? real.within(promise, ms) : promise),
  };
}
