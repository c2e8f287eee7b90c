/**
 * A container's health check: `node health.mjs URL` asks once and exits with 0 for a 2xx answer, else with 1.
 * node:http and not fetch, which takes three times as long to load, and this runs every few seconds in every container.
 */
import { get } from 'node:http';

const ANSWER_WITHIN_MS = 2_000;

const url = process.argv[2];
if (url === undefined) throw new Error('usage: node health.mjs URL');
const request = get(url, { agent: false }, (answer) => {
  const status = answer.statusCode ?? 0;
  console.log(`${url} answered ${status}`);
  process.exit(status >= 200 && status < 300 ? 0 : 1);
});
const failed = (/** @type {string} */ why) => {
  console.log(`${url}: ${why}`);
  process.exit(1);
};
request.on('error', (error) => failed(error.message));
request.setTimeout(ANSWER_WITHIN_MS, () => failed(`no answer within ${ANSWER_WITHIN_MS} ms`));
