import type { ClaimRow, Evidence, Operation } from './evidence.js';
import { requestOf } from './evidence.js';

export type Resolved = 'ok' | 'fail' | 'did-not-happen' | 'unresolved';

/** What became of an operation whose answer was lost: after the run has drained, its claims row says. */
export function resolve(operation: Operation, claim: ClaimRow | undefined): Resolved {
  if (operation.outcome !== 'unknown') return operation.outcome;
  if (claim === undefined) return 'did-not-happen';
  if (claim.status === 'pending') return 'unresolved';
  return claim.status === 'refused' ? 'fail' : 'ok';
}

export function resolveAll(evidence: Evidence): Map<Operation, Resolved> {
  const claims = new Map(evidence.claims.map((claim) => [requestOf(claim), claim]));
  return new Map(evidence.operations.map((one) => [one, resolve(one, claims.get(requestOf(one)))]));
}
