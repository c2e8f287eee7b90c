// @ts-check
/** One operation, as a buyer goes about it. */
import { sleep } from 'k6';
import { meaningOf } from './answer.js';
import { ask, bodyOf } from './client.js';
import { noteAnswer, noteInvoke } from './history.js';

/** Together about 4 s of waiting: longer than any fault that a run is meant to ride out unnoticed. */
const TRIES_MOST = 12;
const BACKOFF_MS = { first: 20, most: 500 };

/**
 * `booked` and `refused` are final; a yes may be a hold. `open` was answered each time, and never with a decision:
 * nothing was sold. `unknown` may have been sold. `unexpected` is an answer that this route never gives.
 * @typedef {'booked' | 'refused' | 'open' | 'unknown' | 'unexpected'} Ending
 * @typedef {{ customer: string, seats?: string[], quantity?: number, patienceMs?: number }} Wish no seats: any so many
 * @typedef {{ ending: Ending, status: number, replica: string, tookMs: number, contended: number, seats: number,
 *   body: any }} Outcome
 */

/**
 * One key, sent again until there is a decision, with jitter, and not for ever.
 * @param {string} eventId @param {Wish} wish @returns {Outcome}
 */
export function claim(eventId, { customer, seats = [], quantity = seats.length, patienceMs = Infinity }) {
  const key = crypto.randomUUID();
  const request = {
    name: 'claim',
    body: { customerId: customer, ...(seats.length > 0 ? { seats } : { quantity }) },
    headers: { 'Idempotency-Key': key },
  };
  const startedAt = Date.now();
  let contended = 0;
  let mayHaveSold = false;
  for (let attempt = 1; ; attempt += 1) {
    noteInvoke({ eventId, key, attempt }, { customer, seats, quantity });
    const answer = ask('POST', `/v1/events/${eventId}/claims`, request);
    noteAnswer({ eventId, key, attempt }, answer);
    const body = bodyOf(answer);
    const meaning = meaningOf(answer.status, body);
    if (meaning === 'unknown') mayHaveSold = true;
    if (meaning === 'retry' && answer.status === 409) contended += 1;
    const pauseMs = backoffMs(attempt);
    const tookMs = Date.now() - startedAt;
    const spent = attempt === TRIES_MOST || tookMs + pauseMs > patienceMs;
    if (meaning === 'ok' || meaning === 'fail' || spent) {
      const ending = endingOf(meaning, answer.status, mayHaveSold);
      const replica = answer.headers['X-Replica'] || '';
      return { ending, status: answer.status, replica, tookMs, contended, seats: quantity, body };
    }
    sleep(pauseMs / 1_000);
  }
}

/**
 * @param {import('./answer.js').Meaning} meaning @param {number} status @param {boolean} mayHaveSold
 * @returns {Ending}
 */
function endingOf(meaning, status, mayHaveSold) {
  if (meaning === 'ok') return 'booked';
  if (meaning === 'fail') return status === 409 ? 'refused' : 'unexpected';
  // a later "contended" never settles an earlier "unknown"
  return mayHaveSold ? 'unknown' : 'open';
}

/** Full jitter: buyers that collided must not come back in step. @param {number} attempt */
const backoffMs = (attempt) => Math.random() * Math.min(BACKOFF_MS.most, BACKOFF_MS.first * 2 ** attempt);
