// @ts-check
// Every strategy on its own event: 12 buyers at the same seat in the same moment. Are the unsafe ones caught?
import { sleep } from 'k6';
import { claim } from './lib/claim.js';
import { need } from './lib/client.js';
import { iteration } from './lib/iteration.js';
import { countAcknowledged, countClaim } from './lib/metrics.js';
import { rounds } from './lib/profiles.js';
import { closeSale, openSale } from './lib/sale.js';
import { whole, word } from './lib/settings.js';
import { comparison } from './lib/summary.js';
import { COMPARISON_THRESHOLDS, TREND_STATS } from './lib/thresholds.js';

/*
 * -e STRATEGIES=none,fenced   these; default: all of GET /v1/strategies
 * -e GUARD=true               with the unique index behind them; default false, so that each stands or falls alone
 * -e WORK_MS=0                simulated work inside the critical section, in ms; default 50
 * -e SEATS=20                 how often they meet; default 8
 */
const PROFILE = rounds();
const POLICY = {
  guard: word('GUARD', 'false', ['true', 'false']) === 'true',
  workMs: whole('WORK_MS', 50, { least: 0, most: 300 }),
};
const WANTED = word('STRATEGIES', 'all');
/** The first meeting; until then all virtual users are there. */
const BEGIN_AFTER_MS = 1_000;

export const options = {
  scenarios: { rounds: PROFILE.load },
  thresholds: COMPARISON_THRESHOLDS(PROFILE.strategiesMost),
  summaryTrendStats: TREND_STATS,
};

/**
 * @typedef {{ key: string, guarantee: string, labOnly: boolean }} Strategy
 * @typedef {{ sales: import('./lib/sale.js').Sale[], meetings: { part: number, seat: string, atMs: number,
 *   buyers: number }[] }} Comparison
 */

/** @returns {Comparison} */
export function setup() {
  /** @type {Strategy[]} */
  const all = need('GET', '/v1/strategies').strategies;
  const wanted = WANTED === 'all' ? all : WANTED.split(',').map((key) => named(key, all));
  const compared = wanted.slice(0, PROFILE.strategiesMost);
  const { sections } = PROFILE.hall;
  const sales = compared.map(({ key: strategy }, part) =>
    openSale({
      ...{ script: 'strategy-comparison', part, label: strategy, sections },
      policy: { strategy, ...POLICY },
    }),
  );
  return { sales, meetings: timetable(compared) };
}

/** @param {string} key @param {Strategy[]} all */
function named(key, all) {
  const found = all.find((one) => one.key === key);
  if (found !== undefined) return found;
  throw new Error(`There is no strategy "${key}". There is: ${all.map((one) => one.key).join(', ')}`);
}

/** The clock is the gate: k6 has none, and virtual users that run freely drift apart. @param {Strategy[]} compared */
function timetable(compared) {
  let atMs = Date.now() + BEGIN_AFTER_MS;
  return compared.flatMap(({ guarantee, labOnly }, part) => {
    const { buyers, everyMs } = labOnly && guarantee === 'none' ? PROFILE.crowd : PROFILE.usual;
    return PROFILE.hall.seats.map((seat) => {
      atMs += everyMs;
      return { part, seat, atMs: atMs - everyMs, buyers };
    });
  });
}

/** @param {number} buyer @param {Comparison} run */
function meet(buyer, { sales, meetings }) {
  for (const { part, seat, atMs, buyers } of meetings) {
    const sale = sales[part];
    if (sale === undefined || buyer >= buyers) continue;
    sleep(Math.max(0, atMs - Date.now()) / 1_000);
    const { patienceMs } = PROFILE;
    const outcome = claim(sale.eventId, { customer: `k6-${buyer}-${seat}`, seats: [seat], patienceMs });
    countClaim(sale, outcome);
    if (outcome.ending === 'booked') countAcknowledged(sale, outcome.seats);
  }
}

export default iteration(meet);

/** @param {Comparison} run */
export function teardown({ sales }) {
  for (const sale of sales) closeSale(sale);
}

/** @param {any} data */
export function handleSummary(data) {
  return comparison('strategy-comparison', data);
}
