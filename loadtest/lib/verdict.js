// @ts-check
/**
 * The verdict in plain words, from the same metrics as the thresholds.
 * @typedef {{ values: Record<string, number> }} Metric
 * @typedef {Record<string, Metric>} Metrics as k6 hands them to handleSummary
 * @typedef {{ verdict: 'SAFE' | 'UNSAFE' | 'INCONCLUSIVE', why: string }} Verdict
 */

/** @param {Metrics} metrics @param {string} name @param {string} [part] */
export const figure = (metrics, name, part = 'count') => metrics[name]?.values[part] ?? 0;

/** @param {Metrics} metrics @returns {Verdict} */
export function judge(metrics) {
  const acknowledged = figure(metrics, 'booked');
  const soldTwice = figure(metrics, 'sold_twice');
  const missing = figure(metrics, 'acknowledged_but_not_live');
  const unknown = figure(metrics, 'unknown');
  // one sale too many proves it, whatever else is not known
  if (soldTwice > 0) {
    return {
      verdict: 'UNSAFE',
      why: `${bookings(soldTwice)} too many: ${seats(soldTwice)} sold to more than one buyer`,
    };
  }
  if (figure(metrics, 'inventory_settled') === 0) {
    return { verdict: 'INCONCLUSIVE', why: 'inventory did not agree with the seat map in time' };
  }
  if (missing > 0) {
    return {
      verdict: 'UNSAFE',
      why: `${bookings(missing)} acknowledged that nobody has: acknowledged, then lost`,
    };
  }
  if (unknown > 0) {
    return {
      verdict: 'INCONCLUSIVE',
      why: `the fate of ${bookings(unknown)} is unknown: no answer, also when repeated`,
    };
  }
  if (missing < 0) {
    return { verdict: 'UNSAFE', why: `${bookings(-missing)} that nobody was told of` };
  }
  if (acknowledged === 0)
    return { verdict: 'INCONCLUSIVE', why: 'nothing was booked, so nothing was proved' };
  return {
    verdict: 'SAFE',
    why:
      `${bookings(acknowledged)} acknowledged = ${figure(metrics, 'seats_booked')} seats booked = ` +
      `${figure(metrics, 'live_seats')} live in inventory; no seat was sold twice`,
  };
}

const bookings = (/** @type {number} */ n) => (n === 1 ? '1 booking' : `${n} bookings`);
const seats = (/** @type {number} */ n) => (n === 1 ? 'a seat' : 'seats');
