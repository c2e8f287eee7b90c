import type { ChangeAnswer, ClaimRow, Evidence } from './evidence.js';
import type { Finding } from './finding.js';
import { finding } from './finding.js';

const NO_SUCH_CLAIM = 'claim-unknown';
const GIVEN_BACK: readonly string[] = ['released', 'cancelled'];

/** A claim does what the bearer of its token asks, and for anybody else there is no such claim. */
export function bearerAlone({ claims, changes }: Evidence): Finding[] {
  if (changes === undefined) return [];
  const asked = new Map<string, Set<ChangeAnswer['does']>>();
  for (const { claimId, does, bearer } of changes)
    if (bearer) asked.set(claimId, (asked.get(claimId) ?? new Set()).add(does));
  const owners = new Map(claims.map((claim) => [claim.claimId, claim.customer]));
  return [
    ...changes.flatMap((one) => notTheBearer(one, owners.get(one.claimId) ?? 'somebody')),
    ...claims.flatMap((claim) => unasked(claim, asked.get(claim.claimId) ?? new Set())),
  ];
}

function notTheBearer({ bearer, outcome, code, ...one }: ChangeAnswer, owner: string): Finding[] {
  const toldNothing = outcome === 'retry' || outcome === 'unknown' || code === NO_SUCH_CLAIM;
  if (bearer || toldNothing) return [];
  const what = outcome === 'ok' ? `was told yes (now ${one.status})` : `was told ${code}`;
  const text = `${one.customer} asked to ${one.does} ${one.seat} of ${owner} without his token, and ${what}.`;
  return [finding('not-the-bearer', 'UNSAFE', text, { seat: one.seat, claims: [one.claimId] })];
}

/** Of claims that were holds: the others are booked from the first. */
function unasked(
  { claimId, customer, status, expiresAtUs }: ClaimRow,
  asked: ReadonlySet<ChangeAnswer['does']>,
): Finding[] {
  const wasHold = typeof expiresAtUs === 'number';
  const booked = wasHold && status === 'booked' && !asked.has('confirm') && !asked.has('pay');
  const given = GIVEN_BACK.includes(status) && !asked.has('give-back');
  if (!booked && !given) return [];
  const text = `The hold of ${customer} is ${status}, and he never asked for that.`;
  return [finding('unasked-change', 'UNSAFE', text, { claims: [claimId] })];
}
