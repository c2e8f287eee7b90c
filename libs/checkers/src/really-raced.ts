import type { Evidence, Operation } from './evidence.js';
import type { Finding } from './finding.js';
import { finding } from './finding.js';
import { resolveAll } from './resolution.js';

const UNRESOLVED_SHARE_MOST = 0.05;

/** Was it the race that the run claims it was? If not, nothing bad seen proves nothing. */
export function reallyRaced(evidence: Evidence): Finding[] {
  return [...replicas(evidence), ...policy(evidence), ...collision(evidence), ...unresolved(evidence)];
}

const inconclusive = (kind: Finding['kind'], text: string): Finding => finding(kind, 'INCONCLUSIVE', text);

function replicas(evidence: Evidence): Finding[] {
  const names = new Set<string>();
  for (const operation of evidence.operations) {
    for (const answer of operation.answers) if (answer.answeredBy !== null) names.add(answer.answeredBy);
  }
  if (names.size === evidence.claimed.replicas) return [];
  const seen = names.size === 0 ? 'none' : `${names.size} (${[...names].toSorted().join(', ')})`;
  const text = `${evidence.claimed.replicas} replicas were claimed, ${seen} answered.`;
  return [inconclusive('wrong-replicas', text)];
}

function policy(evidence: Evidence): Finding[] {
  const { strategy, policyVersion } = evidence.claimed;
  const others = new Set<string>();
  for (const operation of evidence.operations) {
    for (const answer of operation.answers) {
      const name = answer.strategy ?? strategy;
      const version = answer.policyVersion ?? policyVersion;
      if (name !== strategy || version !== policyVersion) others.add(`${name} (policy version ${version})`);
    }
  }
  if (others.size === 0) return [];
  const asked = `${strategy} (policy version ${policyVersion})`;
  return [
    inconclusive('other-policy', `${asked} was asked for, but answers came from ${[...others].join(', ')}.`),
  ];
}

/**
 * Who may get into each other's way: buyers of one seat; buyers of any seats; claims of one customer who may have so
 * many. Operations are in the order of their first send, so one look at the latest end so far is enough.
 */
function collision(evidence: Evidence): Finding[] {
  const latestEnd = new Map<string, number>();
  for (const operation of evidence.operations) {
    const contested = contestedBy(operation, evidence.maxPerCustomer);
    if (contested.some((one) => collides(operation, latestEnd.get(one)))) return [];
    for (const one of contested) {
      latestEnd.set(one, Math.max(operation.completedAtUs, latestEnd.get(one) ?? 0));
    }
  }
  return [inconclusive('no-collision', 'No two rivals were on their way at the same time.')];
}

function contestedBy({ seats, customer }: Operation, maxPerCustomer: number | null): string[] {
  const wanted = seats.length > 0 ? seats.map((seat) => `seat ${seat}`) : ['any seats'];
  return maxPerCustomer === null ? wanted : [...wanted, `customer ${customer}`];
}

const collides = (operation: Operation, end: number | undefined): boolean =>
  end !== undefined && operation.invokedAtUs < end;

function unresolved(evidence: Evidence): Finding[] {
  let open = 0;
  for (const outcome of resolveAll(evidence).values()) if (outcome === 'unresolved') open += 1;
  if (open <= evidence.operations.length * UNRESOLVED_SHARE_MOST) return [];
  const text = `What became of ${open} of ${evidence.operations.length} requests is not known.`;
  return [inconclusive('unresolved', text)];
}
