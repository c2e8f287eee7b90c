// @ts-check
/** What a run must keep to. k6 exits with 99 when one of these is crossed. */

/** -e P95_MS=4500: how slow is too slow, where something else has the machine as well. */
const P95_MS = Number(__ENV.P95_MS || 1000);

/** Speed and liveness: a buyer is answered in good time, and nearly always with a yes or a no. */
const SERVICE = {
  booking_latency: [`p(95)<${P95_MS}`],
  errors: ['rate<0.01'],
};

/** Safety: what SAFE means. lib/verdict.js says the same in words, from the same metrics. */
const SOLD_ONCE = {
  sold_twice: ['count==0'],
  acknowledged_but_not_live: ['count==0'],
  unknown: ['count==0'],
  inventory_settled: ['count==1'],
};

export const BOOKING_THRESHOLDS = { ...SERVICE, ...SOLD_ONCE };
