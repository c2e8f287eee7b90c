import { namesIn } from './claimants.js';
import type { Evidence, LedgerRow } from './evidence.js';
import type { Finding } from './finding.js';
import { finding } from './finding.js';

const US_PER_MS = 1_000;

/**
 * Nobody but its bearer ends a hold while it runs, and nobody ends a booking as if it were one: sweeper and takeover
 * write their row after its time. Both times are PostgreSQL's, so that no other clock is asked.
 */
export function heldToTheEnd(evidence: Evidence): Finding[] {
  const holds = new Map<string | null, { status: string; end: number }>();
  for (const { claimId, status, expiresAtUs } of evidence.claims)
    if (typeof expiresAtUs === 'number') holds.set(claimId, { status, end: expiresAtUs });
  const name = namesIn(evidence);
  return evidence.ledger.flatMap((row) => {
    const hold = holds.get(row.claimId);
    const what = hold === undefined || row.liveDelta >= 0 ? null : endedHow(row, hold);
    if (what === null) return [];
    const text = `${row.seat} was taken from ${name(row.claimId)} ${what}.`;
    return [finding('ended-early', 'UNSAFE', text, { seat: row.seat, claims: [row.claimId] })];
  });
}

function endedHow(
  { from, writtenAtUs }: LedgerRow,
  { status, end }: { status: string; end: number },
): string | null {
  if (from === 'booked') return status === 'expired' ? 'as a hold that is over, though it was booked' : null;
  if (status === 'released' || writtenAtUs >= end) return null;
  return `${Math.ceil((end - writtenAtUs) / US_PER_MS)} ms before the end of his hold`;
}
