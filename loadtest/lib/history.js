// @ts-check
/**
 * What k6 saw, for `npm run judge`: a sample when a sale is opened, when an attempt is sent, when it is answered, and
 * when all are over. k6 notes
 * the time of each; the rest travels as the sample's metadata, since a tag with a key in it would be a new time series
 * for every request. k6 writes it with `--out json=FILE`, and lab/src/history/k6-output.ts reads it.
 */
import exec from 'k6/execution';
import { Counter } from 'k6/metrics';

const history = new Counter('lastseat_history');

/** @param {Record<string, unknown>} line */
function note(line) {
  const { metadata } = exec.vu.metrics;
  metadata.line = JSON.stringify(line);
  history.add(1);
  delete metadata.line;
}

/** @param {Record<string, unknown>} run */
export const noteRun = (run) => note({ kind: 'run', ...run });

/** All requests of this sale are over: whatever k6 was told of them is before this. @param {string} eventId */
export const noteEnd = (eventId) => note({ kind: 'end', eventId });

/** @typedef {{ eventId: string, key: string, attempt: number }} Attempt */

/** @param {Attempt} attempt @param {{ customer: string, seats: string[], quantity: number }} wish */
export const noteInvoke = (attempt, { customer, seats, quantity }) =>
  note({ kind: 'invoke', process: exec.vu.idInTest, ...attempt, customer, seats, quantity });

/** Of k6's error codes: no answer within the time there was. */
const TIMED_OUT = 1050;

/**
 * As it came: what it means is for the lab to say.
 * @param {Attempt} attempt @param {import('k6/http').Response} answer
 */
export function noteAnswer(attempt, answer) {
  const { status, body, error_code: error } = answer;
  const came =
    status === 0
      ? { broken: error === TIMED_OUT ? 'timeout' : 'connection-reset' }
      : { reply: { status, headers: told(answer.headers), body: body ?? '' } };
  note({ kind: 'answer', process: exec.vu.idInTest, ...attempt, ...came });
}

/** k6 has the names of headers in Go's spelling. @param {Record<string, string>} headers */
const told = (headers) =>
  Object.fromEntries(
    ['X-Replica', 'X-Strategy', 'X-Policy-Version'].flatMap((name) =>
      headers[name] === undefined ? [] : [[name.toLowerCase(), headers[name]]],
    ),
  );
