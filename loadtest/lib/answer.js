// @ts-check
/**
 * What one answer means for its operation: the words are the history's, the rules those of the lab's driver
 * (lab/src/driver/classify.ts; answer.spec.ts holds both to each other).
 * @typedef {'ok' | 'fail' | 'retry' | 'unknown'} Meaning
 */

const GATEWAY_LOST_ANSWER = [502, 504];
/** Refused before anything was done, even when the body does not say so: the rate limit, the full house. */
const TRY_AGAIN = [429, 503];

/** @param {number} status 0: no answer came @param {any} body what was read of it, or null @returns {Meaning} */
export function meaningOf(status, body) {
  if (status === 200 || status === 201) return body?.claimId ? 'ok' : 'unknown';
  const retryable = body?.retryable;
  if (GATEWAY_LOST_ANSWER.includes(status) || retryable === 'unknown') return 'unknown';
  if (retryable === true || (retryable === undefined && TRY_AGAIN.includes(status))) return 'retry';
  return status >= 400 && status < 500 ? 'fail' : 'unknown';
}
