// @ts-check
/** What a run prints and keeps. */
import { figure, judge } from './verdict.js';

/** @typedef {import('./verdict.js').Metrics} Metrics */

/**
 * @param {string} name @param {{ metrics: any, setup_data?: any }} data
 * @returns {Record<string, string>} where what goes; RESULTS_DIR is set by `npm run k6`, and only there is a file kept
 */
export function summary(name, data) {
  const { eventId, policy } = data.setup_data || {};
  const verdict = judge(data.metrics);
  const result = { script: name, eventId, policy, ...verdict, metrics: data.metrics };
  const text = `${lines(name, data.metrics, policy || {}, verdict).join('\n')}\n`;
  if (!__ENV.RESULTS_DIR) return { stdout: text };
  return { stdout: text, [`${__ENV.RESULTS_DIR}/${name}.json`]: `${JSON.stringify(result, null, 2)}\n` };
}

/** @param {string} name @param {Metrics} m @param {any} policy @param {import('./verdict.js').Verdict} verdict */
function lines(name, m, policy, { verdict, why }) {
  const [attempts, booked, refused] = [figure(m, 'iterations'), figure(m, 'booked'), figure(m, 'refused')];
  const undecided = figure(m, 'open') + figure(m, 'unknown') + figure(m, 'unexpected');
  return [
    '',
    `${name}   strategy ${policy.strategy}   guard ${policy.guard === false ? 'off' : 'on'}`,
    '',
    `  attempts      ${attempts}   booked ${booked}   refused ${refused}   undecided ${undecided}`,
    `  asked again   ${figure(m, 'contended')} times because somebody else was at the seat`,
    `  winners       ${latency(m, 'booking_latency_winners')}`,
    `  losers        ${latency(m, 'booking_latency_losers')}`,
    `  in the end    ${figure(m, 'seats_booked')} seats booked, ${figure(m, 'live_seats')} live in inventory`,
    ...crossed(m),
    '',
    `  ${verdict}   ${why}`,
    '',
  ];
}

/** @param {Metrics} m @param {string} name */
function latency(m, name) {
  if (m[name] === undefined) return 'none';
  return `p50 ${Math.round(figure(m, name, 'med'))} ms, p95 ${Math.round(figure(m, name, 'p(95)'))} ms`;
}

/** @param {any} metrics */
function crossed(metrics) {
  return Object.entries(metrics).flatMap(([metric, { thresholds = {} }]) =>
    Object.entries(thresholds)
      .filter(([, { ok }]) => !ok)
      .map(([limit]) => `  crossed       ${metric}: ${limit}`),
  );
}
