import type { Evidence, LedgerRow } from './evidence.js';
import type { Finding } from './finding.js';
import { finding } from './finding.js';

const ENDED = new Set(['released', 'cancelled', 'expired']);
const LIVE = new Set(['held', 'booked']);

/** Who is held or booked has each of his seats, as that; who is over has none. */
export function claimsHaveTheirSeats({ claims, claimSeats, ledger }: Evidence): Finding[] {
  const status = new Map(claims.map((claim) => [claim.claimId, claim]));
  const last = new Map<string, LedgerRow>();
  for (const row of ledger) if (row.seat !== null) last.set(`${row.claimId} ${row.seat}`, row);
  return claimSeats.flatMap(({ claimId, seat, live }) => {
    const claim = status.get(claimId);
    if (claim === undefined || (!ENDED.has(claim.status) && !LIVE.has(claim.status))) return [];
    const is = LIVE.has(claim.status);
    const now = live ? last.get(`${claimId} ${seat}`)?.to : undefined;
    if (is === live && (!is || now === undefined || now === claim.status)) return [];
    const has = live ? `${seat} is ${now ?? 'still'} his` : `${seat} is no longer his`;
    const text = `The claim of ${claim.customer} is ${claim.status}, but ${has}.`;
    return [finding('records-disagree', 'UNSAFE', text, { seat, claims: [claimId] })];
  });
}
