// @ts-check
// Everybody comes when the sale opens, waits for a while, tries again and gives up: how long until it is sold out?
import { Counter, Trend } from 'k6/metrics';
import exec from 'k6/execution';
import { between, oneOf } from './lib/chance.js';
import { claim } from './lib/claim.js';
import { iteration } from './lib/iteration.js';
import { countAcknowledged, countClaim } from './lib/metrics.js';
import { rush } from './lib/profiles.js';
import { closeSale, openSale } from './lib/sale.js';
import { latency } from './lib/sale-text.js';
import { policyWith } from './lib/settings.js';
import { summary } from './lib/summary.js';
import { RUSH_THRESHOLDS, TREND_STATS } from './lib/thresholds.js';
import { figure } from './lib/verdict.js';

/*
 * -e SEATING=seats   customers name seats next to each other; default quota: any so many, without numbers
 * -e RATE=120        customers a second when most arrive; -e SEATS=1000: what there is for them
 * -e STRATEGY=…      default batched; -e GUARD=false, -e WORK_MS=20 as elsewhere
 */
const PROFILE = rush();
const POLICY = policyWith('batched');

export const options = {
  scenarios: { rush: PROFILE.load },
  thresholds: RUSH_THRESHOLDS,
  summaryTrendStats: TREND_STATS,
};

const gaveUp = new Counter('gave_up');
const served = new Counter('customers_served');
const turnedAway = new Counter('turned_away');
// since the sale was opened
const servedAt = new Trend('served_at', true);
const turnedAwayAt = new Trend('turned_away_at', true);

/** @typedef {import('./lib/sale.js').Sale} Sale */

export function setup() {
  return { sales: [openSale({ script: 'on-sale-rush', sections: PROFILE.sections, policy: POLICY })] };
}

/**
 * One customer: a wish, or another one when it is taken, until he has seats, knows that there are none, or goes.
 * @param {number} n @param {{ sales: [Sale] }} run
 */
function come(n, { sales: [sale] }) {
  const { quantityMost, wishesMost, patienceMs } = PROFILE.customer;
  const quantity = 1 + Math.floor(Math.random() * quantityMost);
  const leavesAt = Date.now() + between(patienceMs);
  const sinceOpened = () => Date.now() - exec.scenario.startTime;
  for (let wish = 1; wish <= wishesMost && Date.now() < leavesAt; wish += 1) {
    const patience = { customer: `k6-${n}`, patienceMs: leavesAt - Date.now() };
    const outcome = claim(sale.eventId, { ...patience, ...wanted(quantity) });
    countClaim(sale, outcome);
    if (outcome.ending === 'booked') {
      countAcknowledged(sale, outcome.seats);
      served.add(1);
      servedAt.add(sinceOpened());
      return;
    }
    // no new wish while it is not known what became of the last one
    if (outcome.ending !== 'refused') break;
    if (outcome.body.code === 'sold-out') {
      turnedAway.add(1);
      turnedAwayAt.add(sinceOpened());
      return;
    }
  }
  gaveUp.add(1);
}

/** @param {number} quantity */
function wanted(quantity) {
  if (PROFILE.rows.length === 0) return { quantity };
  const row = oneOf(PROFILE.rows);
  const first = Math.floor(Math.random() * (row.length - quantity + 1));
  return { seats: row.slice(first, first + quantity) };
}

export default iteration(come);

/** @param {{ sales: Sale[] }} run */
export function teardown({ sales }) {
  for (const sale of sales) closeSale(sale);
}

/** @param {any} data */
export function handleSummary(data) {
  return summary('on-sale-rush', data, (metrics) => {
    const [sale] = data.setup_data?.sales ?? [];
    const all = figure(metrics, 'seats_booked') === sale?.capacity;
    const seconds = (figure(metrics, 'served_at', 'max') / 1_000).toFixed(1);
    return [
      '',
      `  customers     ${figure(metrics, 'iterations')} came: ${figure(metrics, 'customers_served')} served, ` +
        `${figure(metrics, 'turned_away')} turned away, ${figure(metrics, 'gave_up')} gave up`,
      `  not begun     ${figure(metrics, 'dropped_iterations')} for want of a virtual user: not in any figure`,
      all ? `  sold out      after ${seconds} s` : `  sold out      no; the last yes came after ${seconds} s`,
      `  answers       ${latency(metrics, 'booking_latency')}`,
    ];
  });
}
