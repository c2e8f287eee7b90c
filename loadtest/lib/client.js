// @ts-check
/** The API as the scenarios use it. */
import { sleep } from 'k6';
import http from 'k6/http';

export const BASE_URL = (__ENV.BASE_URL || 'http://127.0.0.1:8000').replace(/\/+$/, '');

const ANSWER_WITHIN = '5s';
/** Together about 4 s of waiting: longer than any fault that a run is meant to ride out unnoticed. */
const TRIES_MOST = 12;
const BACKOFF_MS = { first: 20, most: 500 };

// a lost race is an answer and not a failure
http.setResponseCallback(http.expectedStatuses(200, 201, 409));

/** @typedef {{ name: string, rows: string[], seatsPerRow: number, policy: Record<string, unknown> }} NewEvent */

/** @param {NewEvent} event @returns {{ eventId: string, policy: Record<string, unknown> }} */
export function createEvent({ name, rows, seatsPerRow, policy }) {
  const sections = [{ name: 'Stalls', rows, seatsPerRow, price: 6500 }];
  const answer = http.post(`${BASE_URL}/v1/events`, JSON.stringify({ name, sections, policy }), {
    headers: { 'Content-Type': 'application/json' },
    timeout: ANSWER_WITHIN,
    tags: { name: 'create event' },
  });
  if (answer.status === 0)
    throw new Error(`nobody answers at ${BASE_URL}: ${answer.error}. Is lastseat running?`);
  if (answer.status !== 201)
    throw new Error(`POST /v1/events answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  const body = /** @type {any} */ (answer.json());
  return { eventId: body.eventId, policy: body.policy };
}

/**
 * `booked` and `refused` are final. `open` was answered each time, and never with a decision: nothing was sold.
 * `unknown` may have been sold. `unexpected` is an answer that this route never gives.
 * @typedef {'booked' | 'refused' | 'open' | 'unknown' | 'unexpected'} Ending
 * @typedef {{ ending: Ending, status: number, tookMs: number, contended: number }} Outcome
 */

/**
 * One attempt to book: one key, sent again until there is a decision, with jitter, and not for ever.
 * @param {string} eventId @param {string} seat @param {string} customerId @returns {Outcome}
 */
export function claim(eventId, seat, customerId) {
  const key = crypto.randomUUID();
  const startedAt = Date.now();
  let contended = 0;
  let mayHaveSold = false;
  let status = 0;
  const outcome = (/** @type {Ending} */ ending) => ({
    ending,
    status,
    contended,
    tookMs: Date.now() - startedAt,
  });
  for (let attempt = 0; attempt < TRIES_MOST; attempt += 1) {
    if (attempt > 0) sleep(backoffMs(attempt) / 1_000);
    const answer = send(eventId, seat, customerId, key);
    status = answer.status;
    if (status === 201) return outcome('booked');
    const retryable = status === 0 ? 'unknown' : problemOf(answer).retryable;
    if (status === 409 && retryable === false) return outcome('refused');
    if (retryable !== true && retryable !== 'unknown') return outcome('unexpected');
    if (retryable === 'unknown') mayHaveSold = true;
    if (status === 409) contended += 1;
  }
  // a later "contended" never settles an earlier "unknown"
  return outcome(mayHaveSold ? 'unknown' : 'open');
}

/** @param {string} eventId @param {string} seat @param {string} customerId @param {string} key */
function send(eventId, seat, customerId, key) {
  return http.post(`${BASE_URL}/v1/events/${eventId}/claims`, JSON.stringify({ customerId, seats: [seat] }), {
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
    timeout: ANSWER_WITHIN,
    tags: { name: 'claim' },
  });
}

/** @param {import('k6/http').RefinedResponse<any>} answer @returns {{ retryable?: boolean | 'unknown' }} */
function problemOf(answer) {
  try {
    return /** @type {any} */ (answer.json()) || {};
  } catch {
    return {};
  }
}

/** Full jitter: buyers that collided must not come back in step. @param {number} attempt */
const backoffMs = (attempt) => Math.random() * Math.min(BACKOFF_MS.most, BACKOFF_MS.first * 2 ** attempt);

/** @param {string} path @returns {any} the body, or null when there was none to be had */
export function read(path) {
  const answer = http.get(BASE_URL + path, { timeout: ANSWER_WITHIN, tags: { name: 'read' } });
  return answer.status === 200 ? answer.json() : null;
}
