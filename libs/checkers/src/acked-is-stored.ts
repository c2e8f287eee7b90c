import type { Answer, Evidence, Operation } from './evidence.js';
import type { Finding } from './finding.js';
import { finding } from './finding.js';
import { seatBreaches } from './seat-breaches.js';

/**
 * Every yes that a buyer was given is in the ledger, for the seat and version he was told, and in the claims. After a
 * crash it is this that says whether what was acknowledged lasts.
 */
export function ackedIsStored(evidence: Evidence): Finding[] {
  const claims = new Map(evidence.claims.map((claim) => [claim.claimId, claim]));
  const findings: Finding[] = [];
  for (const operation of evidence.operations) {
    const answer = operation.answers.at(-1);
    if (operation.outcome !== 'ok' || answer === undefined) continue;
    const claim = claims.get(answer.claimId ?? '');
    if (claim?.customer !== operation.customer || claim.key !== operation.key) {
      findings.push(lost(operation, answer, operation.seats[0] ?? '', 'the claims table has no such claim'));
    }
    const told = new Set(answer.seats.map((seat) => seat.label));
    if (operation.seats.length === 0 && told.size !== operation.quantity) {
      const why = `the answer names ${told.size} of ${operation.quantity} seats`;
      findings.push(lost(operation, answer, '', why));
    }
  }
  return [...findings, ...seatsLost(evidence)];
}

function seatsLost(evidence: Evidence): Finding[] {
  return seatBreaches(evidence, 'not-in-the-ledger').flatMap(({ operation, seat, version }) => {
    const answer = operation?.answers.at(-1);
    if (operation === undefined || answer === undefined) return [];
    const why = `the ledger has no version ${version} by this claim`;
    return [lost(operation, answer, seat, version === null ? 'the answer does not name the seat' : why)];
  });
}

function lost(operation: Operation, answer: Answer, seat: string, why: string): Finding {
  const text = `${operation.customer} was told yes for ${seat || 'any seats'}, but ${why}.`;
  return finding('lost-acknowledgement', 'UNSAFE', text, { seat, claims: [answer.claimId] });
}
