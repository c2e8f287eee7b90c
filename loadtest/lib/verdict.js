// @ts-check
/**
 * The verdict on one sale in plain words, from the same metrics as the thresholds.
 * @typedef {{ values: Record<string, number> }} Metric
 * @typedef {Record<string, Metric>} Metrics as k6 hands them to handleSummary
 * @typedef {{ verdict: 'SAFE' | 'UNSAFE' | 'INCONCLUSIVE', why: string }} Verdict
 */

/** @param {Metrics} metrics @param {string} name @param {string} [part] */
export const figure = (metrics, name, part = 'count') => metrics[name]?.values[part] ?? 0;

/** The metrics that k6 kept apart for a tag, under their own names. @param {Metrics} metrics @param {string} tag */
export function keptFor(metrics, tag) {
  const suffix = `{${tag}}`;
  const kept = Object.entries(metrics).filter(([name]) => name.endsWith(suffix));
  return Object.fromEntries(kept.map(([name, metric]) => [name.slice(0, -suffix.length), metric]));
}

/** @param {Metrics} metrics of one sale @returns {Verdict} */
export function judge(metrics) {
  const soldTwice = figure(metrics, 'sold_twice');
  const missing = figure(metrics, 'acknowledged_but_not_live');
  const live = figure(metrics, 'live_seats');
  const unknown = figure(metrics, 'unknown');
  // one sale too many proves it, whatever else is not known
  if (soldTwice > 0) {
    const which = soldTwice === 1 ? 'a seat' : 'seats';
    return { verdict: 'UNSAFE', why: `${seats(soldTwice)} too many: ${which} sold to more than one buyer` };
  }
  const interrupted = figure(metrics, 'cut_off');
  if (interrupted !== 0) {
    const who = interrupted === 1 ? '1 customer was' : `${interrupted} customers were`;
    return {
      verdict: 'INCONCLUSIVE',
      why: `${who} interrupted: what they were told is not all in the figures`,
    };
  }
  if (figure(metrics, 'sales_unsettled') !== 0) {
    return { verdict: 'INCONCLUSIVE', why: 'inventory did not agree with the seat map in time' };
  }
  if (missing > 0) {
    return {
      verdict: 'UNSAFE',
      why: `${seats(missing)} acknowledged that nobody has: acknowledged, then lost`,
    };
  }
  if (unknown > 0) {
    const what = unknown === 1 ? '1 claim' : `${unknown} claims`;
    return { verdict: 'INCONCLUSIVE', why: `the fate of ${what} is unknown: no answer, also when repeated` };
  }
  if (missing < 0) return { verdict: 'UNSAFE', why: `${seats(-missing)} sold that nobody was told of` };
  if (figure(metrics, 'booked') === 0)
    return { verdict: 'INCONCLUSIVE', why: 'nothing was booked, so nothing was proved' };
  return {
    verdict: 'SAFE',
    why:
      `${seats(missing + live)} acknowledged = ${figure(metrics, 'seats_booked')} booked = ` +
      `${live} live in inventory; no seat was sold twice`,
  };
}

const seats = (/** @type {number} */ n) => (n === 1 ? '1 seat' : `${n} seats`);
