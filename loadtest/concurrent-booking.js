// @ts-check
// 20 buyers at once for 20 seats, five attempts each: is any seat sold twice?
import { check } from 'k6';
import { oneOf } from './lib/chance.js';
import { claim } from './lib/claim.js';
import { iteration } from './lib/iteration.js';
import { countAcknowledged, countClaim, isDecided } from './lib/metrics.js';
import { COLLISION } from './lib/profiles.js';
import { closeSale, openSale } from './lib/sale.js';
import { policyWith } from './lib/settings.js';
import { summary } from './lib/summary.js';
import { BOOKING_THRESHOLDS, TREND_STATS } from './lib/thresholds.js';

/*
 * -e STRATEGY=mutex     the claim strategy of the event (GET /v1/strategies); default distributed
 * -e GUARD=false        without the unique index behind the strategy, so that it stands or falls alone; default true
 * -e WORK_MS=50         simulated work inside the critical section, so that collisions are certain; default 0
 * -e P95_MS=4500        the answers' 95th percentile may be as late as this; default 1000
 */
const POLICY = policyWith('distributed');

export const options = {
  scenarios: { collision: COLLISION.load },
  thresholds: BOOKING_THRESHOLDS,
  summaryTrendStats: TREND_STATS,
};

/** @typedef {import('./lib/sale.js').Sale} Sale */

export function setup() {
  const { sections } = COLLISION.hall;
  return { sales: [openSale({ script: 'concurrent-booking', sections, policy: POLICY })] };
}

/** @param {number} n @param {{ sales: [Sale] }} run */
function attempt(n, { sales: [sale] }) {
  const outcome = claim(sale.eventId, { customer: `k6-${n}`, seats: [oneOf(COLLISION.hall.seats)] });
  check(outcome, { 'the seat is sold or refused': isDecided });
  countClaim(sale, outcome);
  if (outcome.ending === 'booked') countAcknowledged(sale, outcome.seats);
}

export default iteration(attempt);

/** @param {{ sales: Sale[] }} run */
export function teardown({ sales }) {
  for (const sale of sales) closeSale(sale);
}

/** @param {any} data */
export function handleSummary(data) {
  return summary('concurrent-booking', data);
}
