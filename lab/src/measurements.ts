import { anySeats } from './measurements/any-seats.js';
import { backlog } from './measurements/backlog.js';
import { contested } from './measurements/contested.js';
import { deadlocks } from './measurements/deadlocks.js';
import { freed } from './measurements/freed.js';
import { hotSeat } from './measurements/hot-seat.js';
import { isolation } from './measurements/isolation.js';
import type { Measurement } from './measurements/measurement.js';
import { verdicts } from './measurements/verdicts.js';

/** Every measurement, one line each, in the order of docs/measurements.md; `npm run measure` takes the name. */
export const measurements: Readonly<Record<string, Measurement>> = {
  verdicts,
  contested,
  'hot-seat': hotSeat,
  'any-seats': anySeats,
  isolation,
  deadlocks,
  freed,
  backlog,
};
