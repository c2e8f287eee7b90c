// @ts-check
/** What every script counts, each under the number of its sale: the part. */
import { Counter, Rate, Trend } from 'k6/metrics';

const endings = {
  booked: new Counter('booked'),
  refused: new Counter('refused'),
  open: new Counter('open'),
  unknown: new Counter('unknown'),
  unexpected: new Counter('unexpected'),
};
const contended = new Counter('contended');
const errors = new Rate('errors');
const latency = new Trend('booking_latency', true);
const winners = new Trend('booking_latency_winners', true);
const losers = new Trend('booking_latency_losers', true);
const answers = new Counter('answers');
const seatsBooked = new Counter('seats_booked');
const liveSeats = new Counter('live_seats');
const soldTwice = new Counter('sold_twice');
// + every seat that was told, less what is live in the end: k6 shows teardown no counter, but it adds them up
const acknowledgedButNotLive = new Counter('acknowledged_but_not_live');
// +1 when a sale is opened, -1 when inventory agreed on it: what never got that far is not 0
const unsettled = new Counter('sales_unsettled');
const notAsExpected = new Counter('not_as_expected');

/** Final answers: the others are nobody's speed. @param {import('./claim.js').Outcome} outcome */
export const isDecided = ({ ending }) => ending === 'booked' || ending === 'refused';

/**
 * @param {import('./sale.js').Sale} sale @param {import('./claim.js').Outcome} outcome
 * @param {Record<string, string>} [tags] more to tell its latency by
 */
export function countClaim({ part, replicas }, outcome, tags = {}) {
  const { ending, tookMs, replica } = outcome;
  const decided = isDecided(outcome);
  endings[ending].add(1, { part });
  contended.add(outcome.contended, { part });
  errors.add(!decided);
  if (replica !== '') answers.add(1, { replica: String(replicas.indexOf(replica)) });
  if (ending === 'unexpected') console.error(`unexpected answer ${outcome.status}`);
  if (!decided) return;
  latency.add(tookMs, tags);
  (ending === 'booked' ? winners : losers).add(tookMs, { part });
}

/**
 * Seats that a buyer was told are his, or, less than 0, not his any more.
 * @param {import('./sale.js').Sale} sale @param {number} seats
 */
export const countAcknowledged = ({ part }, seats) => acknowledgedButNotLive.add(seats, { part });

/** @param {number} part */
export const countUnsettled = (part) => unsettled.add(1, { part: String(part) });

/** @param {import('./sale.js').Sale} sale @param {import('./inventory.js').SettledCounts} counts */
export function countSettled({ part, expected }, counts) {
  const twice = counts.liveSeats - counts.held - counts.booked;
  seatsBooked.add(counts.booked, { part });
  liveSeats.add(counts.liveSeats, { part });
  soldTwice.add(twice, { part });
  acknowledgedButNotLive.add(-counts.liveSeats, { part });
  notAsExpected.add(twice > 0 === (expected === 'UNSAFE') ? 0 : 1, { part });
  if (counts.settled) unsettled.add(-1, { part });
}
