// @ts-check
/** What a run prints and keeps. */
import { oneSale, sideBySide } from './sale-text.js';
import { SETTINGS } from './settings.js';
import { judge, keptFor } from './verdict.js';

/**
 * @typedef {import('./verdict.js').Metrics} Metrics
 * @typedef {import('./sale.js').Sale} Sale
 * @typedef {import('./verdict.js').Verdict & { sale: Sale, figures: Metrics, asExpected: boolean }} Judged
 * @typedef {{ metrics: any, setup_data?: any, state: { testRunDurationMs: number } }} SummaryData as k6 hands it over
 */

/**
 * One sale, or several side by side.
 * @param {string} name @param {SummaryData} data
 * @param {(metrics: Metrics) => string[]} [more] lines of the script's own
 */
export function summary(name, data, more = () => []) {
  const judged = judgedSales(data);
  const [only, ...others] = judged;
  if (only === undefined || others.length > 0) return comparison(name, data, more);
  const { metrics } = data;
  return kept(name, data, judged, [
    ...oneSale(name, only, metrics),
    ...more(metrics),
    ...crossed(metrics),
    ...['', `  ${only.verdict}   ${only.why}`],
  ]);
}

/** @param {string} name @param {SummaryData} data @param {(metrics: Metrics) => string[]} [more] */
export function comparison(name, data, more = () => []) {
  const judged = judgedSales(data);
  const { metrics } = data;
  return kept(name, data, judged, [
    ...sideBySide(name, judged),
    ...more(metrics),
    ...crossed(metrics),
    ...['', ...conclusion(judged)],
  ]);
}

/**
 * RESULTS_DIR is set by `npm run k6`, and only there is a file kept.
 * @param {string} name @param {SummaryData} data @param {Judged[]} judged @param {string[]} lines
 * @returns {Record<string, string>} where what goes
 */
function kept(name, data, judged, lines) {
  const text = `\n${lines.join('\n')}\n\n`;
  const file = __ENV.RESULTS_DIR && `${__ENV.RESULTS_DIR}/${__ENV.RESULT_NAME || name}.json`;
  if (!file) return { stdout: text };
  const sales = judged.map(({ sale, figures: _inMetrics, ...verdict }) => ({ ...sale, ...verdict }));
  const { metrics, state } = data;
  const { testRunDurationMs } = state;
  return {
    stdout: text,
    [file]: `${JSON.stringify({ script: name, settings: SETTINGS, testRunDurationMs, sales, metrics }, null, 2)}\n`,
  };
}

/** @param {SummaryData} data @returns {Judged[]} none: the run did not even begin */
const judgedSales = ({ metrics, setup_data: begun }) =>
  (begun?.sales ?? []).map((/** @type {Sale} */ sale) => {
    const figures = { ...keptFor(metrics, `part:${sale.part}`), cut_off: metrics.cut_off };
    const verdict = judge(figures);
    return { ...verdict, sale, figures, asExpected: verdict.verdict === sale.expected };
  });

/** @param {Judged[]} judged */
function conclusion(judged) {
  if (judged.length === 0) return ['  INCONCLUSIVE   it ended before any sale was open'];
  const others = judged.filter(({ asExpected }) => !asExpected);
  const right = `  ${judged.length - others.length} of ${judged.length} as expected`;
  return [right, ...others.map(({ sale, verdict, why }) => `  ${sale.label} is ${verdict}: ${why}`)];
}

/** @param {any} metrics */
function crossed(metrics) {
  return Object.entries(metrics).flatMap(([metric, { thresholds = {} }]) =>
    Object.entries(thresholds)
      .filter(([, { ok }]) => !ok)
      .map(([limit]) => `  crossed       ${metric}: ${limit}`),
  );
}
