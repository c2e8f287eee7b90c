import { namesIn } from './claimants.js';
import type { Evidence } from './evidence.js';
import type { Finding } from './finding.js';
import { finding } from './finding.js';
import { seatBreaches } from './seat-breaches.js';

/**
 * Taken when free, confirmed and given back by who has it, and nothing else. That a hold is over is not judged: a
 * payment may come after its time as long as nobody has ended it.
 */
export function legalTransitions(evidence: Evidence): Finding[] {
  const name = namesIn(evidence);
  return seatBreaches(evidence, 'illegal-transition').map(({ seat, row, against }) => {
    const owner = against === undefined ? 'nobody' : name(against.claimId);
    const went = `went from ${row?.from} to ${row?.to} for ${name(row?.claimId)}`;
    const text = `${seat} ${went} at version ${row?.version}, though ${owner} had it.`;
    const claims = [against?.claimId ?? null, row?.claimId ?? null];
    return finding('illegal-transition', 'UNSAFE', text, { seat, claims });
  });
}
