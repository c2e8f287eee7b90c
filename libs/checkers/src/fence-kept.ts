import type { Evidence } from './evidence.js';
import type { Finding } from './finding.js';
import { finding } from './finding.js';

/** A lower fence lets a holder back in whose lease is over. The ledger has none; the lab reads those of the seats. */
export function fenceKept({ fences = [] }: Evidence): Finding[] {
  const highest = new Map<string, number>();
  return fences.flatMap(({ seat, fence }) => {
    const before = highest.get(seat) ?? 0;
    highest.set(seat, Math.max(before, fence));
    if (fence >= before) return [];
    const text = `The fence of ${seat} went down from ${before} to ${fence}.`;
    return [finding('fence-fell', 'UNSAFE', text, { seat })];
  });
}
