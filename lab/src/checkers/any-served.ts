import { foldBySection } from './counts-agree.js';
import type { Evidence, Finding, Operation } from './evidence.js';
import { finding } from './evidence.js';
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
  return refused.map((operation) => {
    const told = operation.answers.at(-1)?.code ?? 'nothing';
    const without = `${operation.customer} got no ${operation.quantity} seats (${told})`;
    const text = `${without}; ${section} has ${available} free.`;
    return finding(toldForGood(operation) ? 'spurious-refusal' : 'unsold', 'UNAVAILABLE', text);
  });
}

const toldForGood = (operation: Operation): boolean => operation.answers.at(-1)?.kind === 'fail';
