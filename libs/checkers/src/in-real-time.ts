import { namesIn } from './claimants.js';
import type { Evidence } from './evidence.js';
import type { Finding } from './finding.js';
import { finding } from './finding.js';
import { seatBreaches } from './seat-breaches.js';

/** Who had his yes before another asked comes before him in the versions of the seat, too. */
export function inRealTime(evidence: Evidence): Finding[] {
  const name = namesIn(evidence);
  return seatBreaches(evidence, 'written-too-early').map(({ seat, row, against }) => {
    const told = `${name(row?.claimId)} was told yes for version ${row?.version}`;
    const asked = `${name(against?.claimId)} asked, who has version ${against?.version}`;
    const text = `${seat}: ${told} before ${asked}; versions run backwards in time.`;
    const claims = [against?.claimId ?? null, row?.claimId ?? null];
    return finding('out-of-order', 'UNSAFE', text, { seat, claims });
  });
}
