// @ts-check
// The same load at 1, 2 and 4 replicas: `npm run k6` scales between the runs; by itself it measures what is there.
import exec from 'k6/execution';
import { Counter, Trend } from 'k6/metrics';
import { claim } from './lib/claim.js';
import { iteration } from './lib/iteration.js';
import { countAcknowledged, countClaim, isDecided } from './lib/metrics.js';
import { steady } from './lib/profiles.js';
import { closeSale, openSale } from './lib/sale.js';
import { latency } from './lib/sale-text.js';
import { policyWith } from './lib/settings.js';
import { summary } from './lib/summary.js';
import { BOOKING_THRESHOLDS, TREND_STATS } from './lib/thresholds.js';
import { figure } from './lib/verdict.js';

/*
 * -e STRATEGY=batched   default conditional; -e GUARD=false, -e WORK_MS=20 as elsewhere
 * -e VUS=24             buyers, each one claim after the other; -e SECONDS=10, after 5 that are not measured
 */
const PROFILE = steady();
const POLICY = policyWith('conditional');
const { seats, sections } = PROFILE.hall;

export const options = {
  scenarios: { steady: PROFILE.load },
  thresholds: BOOKING_THRESHOLDS,
  summaryTrendStats: TREND_STATS,
};

const answers = new Counter('warm_answers');
const latencyOfAnswers = new Trend('warm_latency', true);

/** @typedef {import('./lib/sale.js').Sale} Sale */

export function setup() {
  return { sales: [openSale({ script: 'multi-replica', sections, policy: POLICY })] };
}

/**
 * Iterations 2n and 2n+1 want the same seat, at nearly the same time.
 * @param {number} n @param {{ sales: [Sale] }} run
 */
function buy(n, { sales: [sale] }) {
  const seat = seats[Math.floor(n / 2)];
  if (seat === undefined)
    exec.test.abort(`all ${seats.length} seats were asked for: -e SEATS=…, or -e SECONDS=…`);
  else {
    const outcome = claim(sale.eventId, { customer: `k6-${n}`, seats: [seat] });
    countClaim(sale, outcome);
    if (isDecided(outcome) && Date.now() - exec.scenario.startTime > PROFILE.warmUpMs) {
      answers.add(1);
      latencyOfAnswers.add(outcome.tookMs);
    }
    if (outcome.ending === 'booked') countAcknowledged(sale, outcome.seats);
  }
}

export default iteration(buy);

/** @param {{ sales: Sale[] }} run */
export function teardown({ sales }) {
  for (const sale of sales) closeSale(sale);
}

/** @param {any} data */
export function handleSummary(data) {
  return summary('multi-replica', data, (metrics) => [
    `  when warm     ${Math.round(figure(metrics, 'warm_answers') / PROFILE.seconds)} answers a second, ` +
      latency(metrics, 'warm_latency'),
  ]);
}
