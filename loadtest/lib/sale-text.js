// @ts-check
/** Sales in words and figures: one in full, or several as a table. */
import { figure, keptFor } from './verdict.js';

/**
 * @typedef {import('./verdict.js').Metrics} Metrics
 * @typedef {import('./summary.js').Judged} Judged
 */

/** @param {string} name @param {Judged} judged @param {Metrics} metrics */
export const oneSale = (name, { sale, figures }, metrics) => [
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
export function sideBySide(name, judged) {
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
