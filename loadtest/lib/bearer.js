// @ts-check
/** The bearer of a claim: reads it, confirms it, pays for it, gives it back. Each may be repeated, and is. */
import { sleep } from 'k6';
import { ask, bodyOf } from './client.js';
import { meaningOf } from './answer.js';

/** Longer than any fault that a run is meant to ride out unnoticed. */
const SETTLED_WITHIN_MS = 10_000;
/** A webhook that never comes is made up for in 30 s. */
const DECIDED_WITHIN_MS = 40_000;
const PAUSE_S = 0.2;

/** @typedef {{ eventId: string, claimId: string, claimToken: string }} Claim */

/**
 * Sends until the answer is a yes or a no.
 * @param {Claim} claim @param {'GET' | 'POST' | 'DELETE'} method @param {'' | '/confirm' | '/payment'} what
 * @returns {any} what the API says of the claim or of its payment; null: it was not granted
 */
function change({ eventId, claimId, claimToken }, method, what) {
  const request = {
    name: `${method} claim${what}`,
    headers: { Authorization: `Bearer ${claimToken}` },
  };
  const deadline = Date.now() + SETTLED_WITHIN_MS;
  for (;;) {
    const answer = ask(method, `/v1/events/${eventId}/claims/${claimId}${what}`, request);
    const body = bodyOf(answer);
    if (answer.status === 200 || answer.status === 201) return body;
    if (meaningOf(answer.status, body) === 'fail' || Date.now() > deadline) return null;
    sleep(PAUSE_S);
  }
}

/** @param {Claim} claim */
export const confirm = (claim) => change(claim, 'POST', '/confirm');
/** @param {Claim} claim */
export const giveBack = (claim) => change(claim, 'DELETE', '');

/** The provider's page is behind the same proxy, whatever it is called from outside. @param {Claim} claim */
export function pay(claim) {
  const payment = change(claim, 'POST', '/payment');
  if (payment === null) return;
  const path = `/pay/${payment.payUrl.split('/pay/')[1]}`;
  ask('POST', path, { name: 'POST pay', body: 'action=pay' });
}

/**
 * What became of it, in the end: no hold any more, and no payment under way.
 * @param {Claim} claim @returns {any} as it was last seen
 */
export function becomes(claim) {
  const deadline = Date.now() + DECIDED_WITHIN_MS;
  for (;;) {
    const state = change(claim, 'GET', '');
    const moving = ['open', 'refunding'].includes(state?.payment?.status);
    if ((state !== null && state.status !== 'held' && !moving) || Date.now() > deadline) return state;
    sleep(PAUSE_S);
  }
}
