import type { Evidence, Leftover } from './evidence.js';
import type { Finding } from './finding.js';
import { finding } from './finding.js';

const SAYS: Record<Leftover['what'], (one: Leftover) => string> = {
  hold: ({ name, seconds }) => `Claim ${name} still holds its seats ${seconds} s after its time`,
  'idle-transaction': ({ name, seconds }) => `${name} has sat in an open transaction for ${seconds} s`,
  'unsent-row': ({ name, seconds }) => `Row ${name} of the ledger was written ${seconds} s ago and not sent`,
  'unapplied-row': ({ name, seconds }) =>
    `Row ${name} of the ledger was sent ${seconds} s ago and not applied`,
};

/** When all has been healed and drained, nothing is kept that nobody will clear away. */
export function nothingLeft(evidence: Evidence): Finding[] {
  const left = (evidence.leftovers ?? []).map((one) =>
    finding('leak', 'UNAVAILABLE', `${SAYS[one.what](one)}.`, {
      claims: one.what === 'hold' ? [one.name] : [],
    }),
  );
  return [...left, ...notSwept(evidence)];
}

function notSwept({ claims, sweptAtUs }: Evidence): Finding[] {
  if (sweptAtUs === undefined) return [];
  return claims.flatMap(({ claimId, customer, status, expiresAtUs }) => {
    if (status !== 'held' || (expiresAtUs ?? sweptAtUs) >= sweptAtUs) return [];
    const text = `The hold of ${customer} was over, every replica has swept, and it is still there.`;
    return [finding('leak', 'UNAVAILABLE', text, { claims: [claimId] })];
  });
}
