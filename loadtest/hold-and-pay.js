// @ts-check
// Customers hold a seat, then confirm or pay, give it back, or leave. In the end money and seats agree.
import { sleep } from 'k6';
import { Counter } from 'k6/metrics';
import { becomes, confirm, giveBack, pay } from './lib/bearer.js';
import { between, oneOf } from './lib/chance.js';
import { claim } from './lib/claim.js';
import { iteration } from './lib/iteration.js';
import { countAcknowledged, countClaim } from './lib/metrics.js';
import { shopping } from './lib/profiles.js';
import { closeSale, openSale } from './lib/sale.js';
import { policyWith } from './lib/settings.js';
import { summary } from './lib/summary.js';
import { LIFE_THRESHOLDS, TREND_STATS } from './lib/thresholds.js';
import { figure } from './lib/verdict.js';

/*
 * -e STRATEGY=fenced   the claim strategy of both events; default conditional
 * -e GUARD=false       without the unique index behind the strategy; default true
 * -e VUS=20            customers at once; -e CUSTOMERS=8: so many one after the other in each place
 */
const PROFILE = shopping();
const POLICY = { ...policyWith('conditional', PROFILE.workMs), holdSeconds: PROFILE.holdSeconds };
/** Out of ten. */
const PLANS = [
  ...['keeps', 'keeps', 'keeps', 'keeps', 'keeps'],
  ...['gives the hold back', 'gives the booking back', 'gives the booking back', 'leaves', 'leaves'],
];

export const options = {
  scenarios: { shopping: PROFILE.load },
  thresholds: LIFE_THRESHOLDS(2),
  summaryTrendStats: TREND_STATS,
};

const plans = new Counter('plans');
// captured less refunded as the customers read it, less the price of what is booked in the end
const moneyUnexplained = new Counter('money_unexplained');
const money = new Counter('money_paid');
const surprises = new Counter('surprises');
const tooLate = new Counter('too_late');

/** @typedef {import('./lib/sale.js').Sale} Sale */

export function setup() {
  const sale = (/** @type {number} */ part, /** @type {string} */ payment) =>
    openSale({
      ...{ script: 'hold-and-pay', part, label: payment === 'required' ? 'paid for' : 'confirmed' },
      ...{ sections: PROFILE.hall.sections, policy: { ...POLICY, payment }, givesBack: true },
    });
  return { sales: [sale(0, 'none'), sale(1, 'required')] };
}

/**
 * Iterations 2n and 2n+1 want the same seat: the first of them at the same time.
 * @param {number} n @param {Sale[]} sales
 */
function wantedBy(n, sales) {
  const pair = Math.floor(n / 2);
  const { seats } = PROFILE.hall;
  const sale = /** @type {Sale} */ (sales[pair % sales.length]);
  return { sale, seat: String(seats[Math.floor(pair / sales.length) % seats.length]) };
}

/** @param {number} n @param {{ sales: Sale[] }} run */
function shop(n, { sales }) {
  const { sale, seat } = wantedBy(n, sales);
  const plan = oneOf(PLANS);
  const outcome = claim(sale.eventId, { customer: `k6-${n}`, seats: [seat] });
  countClaim(sale, outcome);
  if (outcome.ending !== 'booked') return;
  const { claimId, claimToken } = outcome.body;
  const held = { eventId: sale.eventId, claimId, claimToken };
  const heldAt = Date.now();
  plans.add(1, { plan });
  const think = () => sleep(between(PROFILE.thinksMs) / 1_000);
  think();
  if (plan === 'gives the hold back') giveBack(held);
  if (plan === 'keeps' || plan === 'gives the booking back')
    (sale.policy.payment === 'required' ? pay : confirm)(held);
  if (plan === 'gives the booking back') {
    think();
    giveBack(held);
  }
  const state = becomes(held);
  settle(sale, { plan, state, afterMs: Date.now() - heldAt });
}

/**
 * What he was told in the end, which the records are held against.
 * @param {Sale} sale @param {{ plan: string, state: any, afterMs: number }} end
 */
function settle(sale, { plan, state, afterMs }) {
  const booked = state?.status === 'booked';
  countAcknowledged(sale, booked ? 1 : 0);
  const paid = (state?.payment?.captured ?? 0) - (state?.payment?.refunded ?? 0);
  money.add(paid);
  moneyUnexplained.add(paid);
  const asPlanned = state !== null && booked === (plan === 'keeps');
  // a machine may be slower than a hold lasts; before that nobody may lose it
  const mayBeTooLate = plan === 'keeps' && afterMs >= PROFILE.holdSeconds * 1_000;
  tooLate.add(!asPlanned && mayBeTooLate ? 1 : 0);
  surprises.add(asPlanned || mayBeTooLate ? 0 : 1);
  if (!asPlanned) console.error(`${plan}, after ${afterMs} ms: ${JSON.stringify(state)}`);
}

export default iteration(shop);

/** @param {{ sales: Sale[] }} run */
export function teardown({ sales }) {
  for (const sale of sales) {
    const { price } = closeSale(sale);
    if (sale.policy.payment === 'required') moneyUnexplained.add(-price);
  }
}

/** @param {any} data */
export function handleSummary(data) {
  return summary('hold-and-pay', data, (metrics) => [
    '',
    `  too late      ${figure(metrics, 'too_late')} customers, whose holds were over before they had paid or confirmed`,
    `  money         ${euros(figure(metrics, 'money_paid'))} paid and not refunded, ` +
      `${euros(figure(metrics, 'money_unexplained'))} of it for no booking`,
  ]);
}

const euros = (/** @type {number} */ minor) => `${(minor / 100).toFixed(2)} EUR`;
