// @ts-check
/** What a run must keep to. k6 exits with 99 when one of these is crossed. */
import { whole } from './settings.js';

/** -e P95_MS=4500: how slow is too slow, where something else has the machine as well. */
const P95_MS = whole('P95_MS', 1_000, { least: 1, most: 60_000 });

/** Speed and liveness: a buyer is answered in good time, and nearly always with a yes or a no. */
const SERVICE = {
  booking_latency: [`p(95)<${P95_MS}`],
  errors: ['rate<0.01'],
};

/** What every sale must be, whatever its strategy promises. lib/verdict.js says it in words, from the same metrics. */
const TOLD_THE_TRUTH = {
  acknowledged_but_not_live: ['count==0'],
  unknown: ['count==0'],
  cut_off: ['count==0'],
  sales_unsettled: ['count==0'],
  // of nothing nothing is proved
  booked: ['count>0'],
};

/** Safety: what SAFE means. */
const SOLD_ONCE = { ...TOLD_THE_TRUTH, sold_twice: ['count==0'] };

const SALE_FIGURES = {
  count: [
    ...['booked', 'refused', 'open', 'unknown', 'unexpected', 'contended', 'seats_booked', 'live_seats'],
    ...['sold_twice', 'acknowledged_but_not_live', 'sales_unsettled'],
  ],
  max: ['booking_latency_winners', 'booking_latency_losers'],
};
const REPLICAS_MOST = 16;
/** k6 keeps the figures of a tag apart where a threshold asks for it; this one asks, and is never crossed. */
const KEPT_APART = { count: 'count>-1000000000', max: 'max>=0' };

/** @param {string} metric @param {'count' | 'max'} figure @param {string} tag @param {number} most */
const keptApart = (metric, figure, tag, most) =>
  Object.fromEntries(
    Array.from({ length: most }, (_, n) => [`${metric}{${tag}:${n}}`, [KEPT_APART[figure]]]),
  );

/** @param {number} sales @returns {Record<string, string[]>} */
const eachSale = (sales) =>
  Object.assign(
    keptApart('answers', 'count', 'replica', REPLICAS_MOST),
    ...SALE_FIGURES.count.map((metric) => keptApart(metric, 'count', 'part', sales)),
    ...SALE_FIGURES.max.map((metric) => keptApart(metric, 'max', 'part', sales)),
  );

/** One sale, judged by itself, and fast. */
export const BOOKING_THRESHOLDS = { ...eachSale(1), ...SERVICE, ...SOLD_ONCE };

/** Customers may lose their patience, and the service must not lie to them. */
export const RUSH_THRESHOLDS = { ...eachSale(1), ...SOLD_ONCE, unexpected: ['count==0'] };

/** @param {number} sales */
export const LIFE_THRESHOLDS = (sales) => ({
  ...eachSale(sales),
  ...SERVICE,
  ...SOLD_ONCE,
  money_unexplained: ['count==0'],
  surprises: ['count==0'],
});

/** Of a long run, each for itself: has it become slower? */
export const THIRDS = 3;
export const SOAK_THRESHOLDS = {
  ...BOOKING_THRESHOLDS,
  ...keptApart('booking_latency', 'max', 'third', THIRDS),
};

/** The unsafe ones are to be caught, and the others to be safe. @param {number} sales */
export const COMPARISON_THRESHOLDS = (sales) => ({
  ...eachSale(sales),
  ...TOLD_THE_TRUTH,
  not_as_expected: ['count==0'],
});

/** What is kept of each latency. */
export const TREND_STATS = ['avg', 'min', 'med', 'p(95)', 'p(99)', 'max'];
