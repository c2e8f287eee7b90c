// @ts-check
/** How much load, apart from what it does: the shape of a script's load and the size of its sale are here. */
import { bigHall, field, hall, SEATS_MOST } from './halls.js';
import { whole, word } from './settings.js';

/** Everybody at once for few seats: 100 attempts on 20 seats, as the original of this exercise does it. */
export const COLLISION = {
  load: { executor: 'per-vu-iterations', vus: 20, iterations: 5, maxDuration: '60s' },
  hall: hall(2, 10),
};

/** All buyers at one seat in the same moment, one seat after the other, one strategy after the other. */
export const rounds = () => ({
  load: { executor: 'per-vu-iterations', vus: 120, iterations: 1, maxDuration: '10m' },
  hall: hall(1, whole('SEATS', 8, { least: 1, most: 100 })),
  /** Longer than the simulated work and its queue, so that a round is over when the next one begins. */
  usual: { buyers: 12, everyMs: 400 },
  /** For a wrong variant that locks, if not always: it takes a crowd to sell twice, and leaves seats locked. */
  crowd: { buyers: 120, everyMs: 2_200 },
  /** Whoever has no answer by then goes on to the next seat. */
  patienceMs: 2_000,
  strategiesMost: 30,
});

/** So many buyers, each one claim after the other. More seats than they get to. */
export function steady() {
  const seconds = whole('SECONDS', 10, { least: 1, most: 600 });
  /** Not measured: a replica that was started for this run has compiled nothing yet. */
  const warmUpSeconds = 5;
  return {
    load: {
      executor: 'constant-vus',
      vus: whole('VUS', 24, { least: 2, most: 500 }),
      duration: `${warmUpSeconds + seconds}s`,
    },
    warmUpMs: warmUpSeconds * 1_000,
    hall: bigHall(whole('SEATS', 20_000, { least: 100, most: SEATS_MOST })),
    seconds,
  };
}

/** Customers arrive whether or not those before them were served: a few, then a crowd, then latecomers. */
export function rush() {
  const rate = whole('RATE', 120, { least: 10, most: 5_000 });
  const seats = whole('SEATS', 1_000, { least: 10, most: SEATS_MOST });
  const few = Math.ceil(rate / 10);
  const seating = word('SEATING', 'quota', ['quota', 'seats']);
  const { rows, sections } = bigHall(seats);
  return {
    load: {
      executor: 'ramping-arrival-rate',
      startRate: few,
      timeUnit: '1s',
      // a customer who waits as long as he can keeps a virtual user for that time
      preAllocatedVUs: rate * 2,
      maxVUs: rate * 6,
      stages: [
        { target: rate, duration: '5s' },
        { target: rate, duration: '10s' },
        { target: few, duration: '5s' },
      ],
    },
    sections: seating === 'quota' ? field(seats) : sections,
    /** none: nobody names his seats */
    rows: seating === 'quota' ? [] : rows,
    customer: { quantityMost: 4, wishesMost: 3, patienceMs: { least: 1_000, most: 6_000 } },
  };
}

/** Customers who hold, think it over, and pay, confirm, give back or leave. */
export const shopping = () => ({
  load: {
    executor: 'per-vu-iterations',
    vus: whole('VUS', 20, { least: 1, most: 500 }),
    iterations: whole('CUSTOMERS', 8, { least: 1, most: 1_000 }),
    maxDuration: '5m',
  },
  hall: hall(3, 10),
  /** So that customers at one seat are on their way at the same time. */
  workMs: 20,
  holdSeconds: 3,
  thinksMs: { least: 50, most: 400 },
});

/** Modest, constant and long. */
export function soak() {
  const rate = whole('RATE', 20, { least: 1, most: 1_000 });
  return {
    load: {
      executor: 'constant-arrival-rate',
      rate,
      timeUnit: '1s',
      duration: `${whole('MINUTES', 1, { least: 1, most: 24 * 60 })}m`,
      preAllocatedVUs: rate * 3,
      maxVUs: rate * 10,
    },
    hall: hall(5, 20),
    /** So many want the same seat: without customers who meet, nothing would be proved. */
    hotShare: 0.2,
    workMs: 20,
    /** A booking is given back after that, and kept in the last tenth of the run: so there is an end to judge. */
    hasItMs: { least: 200, most: 2_000 },
    keepsFrom: 0.9,
  };
}
