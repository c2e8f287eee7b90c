// @ts-check
/** What a run must keep to. k6 exits with 99 when one of these is crossed. */

/** Speed and liveness: a buyer is answered in good time, and nearly always with a yes or a no. */
const SERVICE = {
  booking_latency: ['p(95)<1000'],
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
