// @ts-check
// Long, modest and constant: bookings come and go for as many minutes as you like. Does it stay as it began?
import { sleep } from 'k6';
import exec from 'k6/execution';
import { giveBack } from './lib/bearer.js';
import { between, oneOf } from './lib/chance.js';
import { claim } from './lib/claim.js';
import { iteration } from './lib/iteration.js';
import { countAcknowledged, countClaim } from './lib/metrics.js';
import { soak } from './lib/profiles.js';
import { closeSale, openSale } from './lib/sale.js';
import { latency } from './lib/sale-text.js';
import { policyWith } from './lib/settings.js';
import { summary } from './lib/summary.js';
import { SOAK_THRESHOLDS, THIRDS, TREND_STATS } from './lib/thresholds.js';
import { figure, keptFor } from './lib/verdict.js';

/*
 * -e MINUTES=60        default 1
 * -e RATE=50           customers a second; default 20
 * -e STRATEGY=fenced   default conditional; -e GUARD=false, -e WORK_MS=0 as elsewhere
 */
const PROFILE = soak();
const { hotShare } = PROFILE;
const { seats, sections } = PROFILE.hall;
const HOT_SEAT = String(seats[0]);
const POLICY = policyWith('conditional', PROFILE.workMs);

export const options = {
  scenarios: { soak: PROFILE.load },
  thresholds: SOAK_THRESHOLDS,
  summaryTrendStats: TREND_STATS,
};

/** @typedef {import('./lib/sale.js').Sale} Sale */

export function setup() {
  return { sales: [openSale({ script: 'soak', sections, policy: POLICY, givesBack: true })] };
}

/** @param {number} n @param {{ sales: [Sale] }} run */
function visit(n, { sales: [sale] }) {
  const customer = `k6-${n}`;
  const { progress } = exec.scenario;
  const outcome = claim(sale.eventId, {
    customer,
    seats: [Math.random() < hotShare ? HOT_SEAT : oneOf(seats)],
  });
  countClaim(sale, outcome, { third: String(Math.min(Math.floor(progress * THIRDS), THIRDS - 1)) });
  if (outcome.ending !== 'booked') return;
  countAcknowledged(sale, 1);
  if (progress >= PROFILE.keepsFrom) return;
  sleep(between(PROFILE.hasItMs) / 1_000);
  const { claimId, claimToken } = outcome.body;
  if (giveBack({ eventId: sale.eventId, claimId, claimToken })?.status === 'cancelled')
    countAcknowledged(sale, -1);
}

export default iteration(visit);

/** @param {{ sales: Sale[] }} run */
export function teardown({ sales }) {
  for (const sale of sales) closeSale(sale);
}

/** @param {any} data */
export function handleSummary(data) {
  return summary('soak', data, (metrics) => [
    ...Array.from(
      { length: THIRDS },
      (_, n) => `  third ${n + 1}       ${latency(keptFor(metrics, `third:${n}`), 'booking_latency')}`,
    ),
    `  dropped       ${figure(metrics, 'dropped_iterations')} customers who found no virtual user`,
  ]);
}
