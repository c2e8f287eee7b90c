import type { Answer, Evidence, Finding, LedgerRow, Operation } from './evidence.js';
import { finding } from './evidence.js';

/**
 * Every yes that a buyer was given is in the ledger, for the seat and version he was told, and in the claims.
 */
export function ackedIsStored(evidence: Evidence): Finding[] {
  const claims = new Map(evidence.claims.map((claim) => [claim.claimId, claim]));
  const rows = new Map(evidence.ledger.map((row) => [rowKey(row.claimId, row.seat, row.version), row]));
  const findings: Finding[] = [];
  for (const operation of evidence.operations) {
    const answer = operation.answers.at(-1);
    if (operation.outcome !== 'ok' || answer === undefined) continue;
    const claim = claims.get(answer.claimId ?? '');
    if (claim?.customer !== operation.customer || claim.key !== operation.key) {
      findings.push(lost(operation, answer, operation.seats[0] ?? '', 'the claims table has no such claim'));
    }
    findings.push(...seatsLost(operation, answer, rows));
  }
  return findings;
}

const rowKey = (claimId: string | null, seat: string | null, version: number | null): string =>
  `${claimId} ${seat} ${version}`;

function seatsLost(operation: Operation, answer: Answer, rows: ReadonlyMap<string, LedgerRow>): Finding[] {
  const findings: Finding[] = [];
  const told = new Map(answer.seats.map((seat) => [seat.label, seat.version]));
  if (operation.seats.length === 0 && told.size !== operation.quantity) {
    const why = `the answer names ${told.size} of ${operation.quantity} seats`;
    findings.push(lost(operation, answer, '', why));
  }
  for (const label of operation.seats.length > 0 ? operation.seats : told.keys()) {
    const version = told.get(label);
    if (version === undefined) {
      findings.push(lost(operation, answer, label, 'the answer does not name the seat'));
    } else if ((rows.get(rowKey(answer.claimId, label, version))?.liveDelta ?? 0) < 1) {
      findings.push(lost(operation, answer, label, `the ledger has no version ${version} by this claim`));
    }
  }
  return findings;
}

function lost(operation: Operation, answer: Answer, seat: string, why: string): Finding {
  const text = `${operation.customer} was told yes for ${seat || 'any seats'}, but ${why}.`;
  return finding('lost-acknowledgement', 'UNSAFE', text, { seat, claims: [answer.claimId] });
}
