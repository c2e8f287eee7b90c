import { namesIn } from './claimants.js';
import type { Evidence } from './evidence.js';
import type { Finding } from './finding.js';
import { finding } from './finding.js';

const US_PER_MS = 1_000;

/**
 * Nobody but its bearer ends a hold while it runs: sweeper and takeover write their row after its time. Both times are
 * PostgreSQL's, so that no other clock is asked.
 */
export function heldToTheEnd(evidence: Evidence): Finding[] {
  const ends = new Map<string | null, number>();
  for (const { claimId, status, expiresAtUs } of evidence.claims)
    if (typeof expiresAtUs === 'number' && status !== 'released') ends.set(claimId, expiresAtUs);
  const name = namesIn(evidence);
  return evidence.ledger.flatMap(({ seat, claimId, from, liveDelta, writtenAtUs }) => {
    const end = ends.get(claimId);
    if (end === undefined || liveDelta >= 0 || from !== 'held' || writtenAtUs >= end) return [];
    const ms = Math.ceil((end - writtenAtUs) / US_PER_MS);
    const text = `${seat} was taken from ${name(claimId)} ${ms} ms before the end of his hold.`;
    return [finding('ended-early', 'UNSAFE', text, { seat, claims: [claimId] })];
  });
}
