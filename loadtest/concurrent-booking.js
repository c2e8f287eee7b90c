// @ts-check
// 20 buyers at once for 20 seats, five attempts each: is any seat sold twice?
import { check } from 'k6';
import { Counter, Rate, Trend } from 'k6/metrics';
import { claim, createEvent } from './lib/client.js';
import { settledCounts } from './lib/inventory.js';
import { COLLISION, COLLISION_ROWS, COLLISION_SEATS, COLLISION_SEATS_PER_ROW } from './lib/profiles.js';
import { summary } from './lib/summary.js';
import { BOOKING_THRESHOLDS } from './lib/thresholds.js';

/*
 * -e STRATEGY=mutex     the claim strategy of the event (GET /v1/strategies); default distributed
 * -e GUARD=false        without the unique index behind the strategy, so that it stands or falls alone; default true
 * -e WORK_MS=50         simulated work inside the critical section, so that collisions are certain; default 0
 * -e P95_MS=4500        the answers' 95th percentile may be as late as this; default 1000
 */
const POLICY = {
  strategy: __ENV.STRATEGY || 'distributed',
  guard: (__ENV.GUARD || 'true') !== 'false',
  workMs: Number(__ENV.WORK_MS || 0),
};

export const options = {
  scenarios: { collision: COLLISION },
  thresholds: BOOKING_THRESHOLDS,
  summaryTrendStats: ['avg', 'min', 'med', 'p(95)', 'p(99)', 'max'],
};

const endings = {
  booked: new Counter('booked'),
  refused: new Counter('refused'),
  open: new Counter('open'),
  unknown: new Counter('unknown'),
  unexpected: new Counter('unexpected'),
};
const contended = new Counter('contended');
const errors = new Rate('errors');
const latency = new Trend('booking_latency', true);
const winners = new Trend('booking_latency_winners', true);
const losers = new Trend('booking_latency_losers', true);
const seatsBooked = new Counter('seats_booked');
const liveSeats = new Counter('live_seats');
const soldTwice = new Counter('sold_twice');
// +1 for every yes, less what is live in the end: k6 shows teardown no counter, but it adds them up
const acknowledgedButNotLive = new Counter('acknowledged_but_not_live');
const inventorySettled = new Counter('inventory_settled');

/** An event of its own, so that runs never disturb each other. */
export function setup() {
  return createEvent({
    name: 'k6: concurrent booking',
    rows: COLLISION_ROWS,
    seatsPerRow: COLLISION_SEATS_PER_ROW,
    policy: POLICY,
  });
}

/** @param {{ eventId: string }} event */
export default function attempt({ eventId }) {
  const seat = /** @type {string} */ (COLLISION_SEATS[Math.floor(Math.random() * COLLISION_SEATS.length)]);
  const { ending, tookMs, ...answer } = claim(eventId, seat, `k6-${__VU}-${__ITER}`);
  const decided = ending === 'booked' || ending === 'refused';
  check(answer, { 'the seat is sold or refused': () => decided });
  endings[ending].add(1);
  contended.add(answer.contended);
  errors.add(!decided);
  if (ending === 'unexpected') console.error(`${seat}: unexpected answer ${answer.status}`);
  if (!decided) return;
  latency.add(tookMs);
  (ending === 'booked' ? winners : losers).add(tookMs);
  if (ending === 'booked') acknowledgedButNotLive.add(1);
}

/** @param {{ eventId: string }} event */
export function teardown({ eventId }) {
  const counts = settledCounts(eventId);
  seatsBooked.add(counts.booked);
  liveSeats.add(counts.liveSeats);
  soldTwice.add(counts.liveSeats - counts.booked);
  acknowledgedButNotLive.add(-counts.liveSeats);
  inventorySettled.add(counts.settled ? 1 : 0);
}

/** @param {any} data */
export function handleSummary(data) {
  return summary('concurrent-booking', data);
}
