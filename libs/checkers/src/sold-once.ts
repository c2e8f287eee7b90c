import type { Evidence } from './evidence.js';
import type { Finding } from './finding.js';
import { finding } from './finding.js';
import type { SeatBreach } from './seat-breaches.js';
import { seatBreaches } from './seat-breaches.js';

/** No seat has two live claims, and the ledger tells each seat's life without a gap. */
export function soldOnce(evidence: Evidence): Finding[] {
  const broken = ['version-twice', 'version-missing', 'other-status', 'ledger-order'] as const;
  return seatBreaches(evidence, 'sold-twice', ...broken).map((breach) => {
    const { seat, row, against } = breach;
    const about = { seat, claims: [against?.claimId ?? null, row?.claimId ?? null] };
    if (breach.rule !== 'sold-twice') return finding('broken-ledger', 'UNSAFE', brokenText(breach), about);
    const claims = [against?.claimId ?? 'nobody', row?.claimId ?? 'nobody'];
    const text = `${seat} was sold twice: version ${row?.version} went to a second buyer, nobody gave it back.`;
    return finding('double-sale', 'UNSAFE', text, { seat, claims });
  });
}

function brokenText({ rule, seat, row, against }: SeatBreach): string {
  const last = against?.version ?? 0;
  const version = row?.version;
  if (rule === 'version-twice') return `${seat} has version ${version} twice in the ledger.`;
  if (rule === 'version-missing') return `${seat} has no version ${last + 1} in the ledger.`;
  if (rule === 'ledger-order') return `${seat} has version ${last} in the ledger before version ${version}.`;
  const was = against?.to ?? 'available';
  return `${seat} was ${was} at version ${last}, but version ${version} says it was ${row?.from}.`;
}
