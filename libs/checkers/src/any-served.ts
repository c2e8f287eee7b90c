import { foldBySection } from './counts-agree.js';
import type { Evidence, Operation } from './evidence.js';
import type { Finding } from './finding.js';
import { finding } from './finding.js';
import { refusedByLimit } from './customer-limit-kept.js';

/**
 * Whoever wanted any so many seats got them while a section had as many free. Nothing comes back in a race, so what is
 * free at the end was free all the time.
 */
export function anyServed(evidence: Evidence): Finding[] {
  const free = [...foldBySection(evidence.ledger)].toSorted(([, a], [, b]) => b.available - a.available)[0];
  if (free === undefined || evidence.ledger.some((row) => row.liveDelta < 0)) return [];
  const [section, { available }] = free;
  const refused = evidence.operations.filter(
    (one) =>
      one.seats.length === 0 && one.outcome === 'fail' && one.quantity <= available && !refusedByLimit(one),
  );
  return refused.map((operation) => unserved(operation, section, available));
}

function unserved(operation: Operation, section: string, available: number): Finding {
  const last = operation.answers.at(-1);
  const without = `${operation.customer} got no ${operation.quantity} seats (${last?.code ?? 'no answer'})`;
  const text = `${without}; ${section} has ${available} free.`;
  if (last?.code === 'sold-out') return finding('spurious-refusal', 'UNAVAILABLE', text);
  // refused for good by a rule: as with named seats, that tells nothing about the strategy
  return finding('unsold', last?.kind === 'fail' ? 'INCONCLUSIVE' : 'UNAVAILABLE', text);
}
