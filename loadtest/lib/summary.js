// @ts-check
/** What a run prints and keeps. */
import { SETTINGS } from './settings.js';
import { figure, judge, keptFor } from './verdict.js';

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
    ...table(name, judged),
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

/** @param {string} name @param {Judged} judged @param {Metrics} metrics */
const oneSale = (name, { sale, figures }, metrics) => [
  `${name}   strategy ${sale.policy.strategy}   guard ${sale.policy.guard === false ? 'off' : 'on'}`,
  '',
  `  claims        ${claimsOf(figures)}   booked ${figure(figures, 'booked')}   ` +
    `refused ${figure(figures, 'refused')}   undecided ${undecided(figures)}`,
  `  asked again   ${figure(figures, 'contended')} times because somebody else was at the seat`,
  `  winners       ${latency(figures, 'booking_latency_winners')}`,
  `  losers        ${latency(figures, 'booking_latency_losers')}`,
  `  answered by   ${sale.replicas.map((replica, n) => `${replica} ${answersOf(metrics, n)}`).join(', ')}`,
  `  in the end    ${figure(figures, 'seats_booked')} seats booked, ${figure(figures, 'live_seats')} live in inventory`,
];

/** @type {{ title: string, cell: (judged: Judged) => string }[]} */
const COLUMNS = [
  { title: 'sale', cell: ({ sale }) => sale.label },
  { title: 'claims', cell: ({ figures }) => String(claimsOf(figures)) },
  { title: 'booked', cell: ({ figures }) => String(figure(figures, 'booked')) },
  { title: 'refused', cell: ({ figures }) => String(figure(figures, 'refused')) },
  { title: 'undecided', cell: ({ figures }) => String(undecided(figures)) },
  { title: 'sold twice', cell: ({ figures }) => String(figure(figures, 'sold_twice')) },
  { title: 'winners', cell: ({ figures }) => latency(figures, 'booking_latency_winners') },
  { title: 'losers', cell: ({ figures }) => latency(figures, 'booking_latency_losers') },
  {
    title: 'verdict',
    cell: ({ verdict, sale, asExpected }) =>
      `${verdict}${asExpected ? ' as expected' : `, expected ${sale.expected}`}`,
  },
];

/** @param {string} name @param {Judged[]} judged */
function table(name, judged) {
  const cells = [
    COLUMNS.map(({ title }) => title),
    ...judged.map((one) => COLUMNS.map(({ cell }) => cell(one))),
  ];
  const widths = COLUMNS.map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)));
  const line = (/** @type {string[]} */ row) =>
    row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ');
  const replicas = judged[0]?.sale.replicas.length ?? 0;
  return [
    `${name}   ${replicas === 1 ? '1 replica' : `${replicas} replicas`}`,
    '',
    ...cells.map((row) => `  ${line(row)}`.trimEnd()),
  ];
}

/** @param {Judged[]} judged */
function conclusion(judged) {
  if (judged.length === 0) return ['  INCONCLUSIVE   it ended before any sale was open'];
  const others = judged.filter(({ asExpected }) => !asExpected);
  const right = `  ${judged.length - others.length} of ${judged.length} as expected`;
  return [right, ...others.map(({ sale, verdict, why }) => `  ${sale.label} is ${verdict}: ${why}`)];
}

/** @param {Metrics} m */
const undecided = (m) => figure(m, 'open') + figure(m, 'unknown') + figure(m, 'unexpected');
/** @param {Metrics} m */
const claimsOf = (m) => figure(m, 'booked') + figure(m, 'refused') + undecided(m);
/** @param {Metrics} metrics @param {number} n which replica */
const answersOf = (metrics, n) => figure(keptFor(metrics, `replica:${n}`), 'answers');

/** @param {Metrics} m @param {string} name */
export function latency(m, name) {
  if (figure(m, name, 'max') === 0) return 'none';
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
