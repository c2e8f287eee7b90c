import { refusedByLimit } from './customer-limit-kept.js';
import type { Evidence, Finding, Operation } from './evidence.js';
import { finding, requestOf } from './evidence.js';
import type { SeatRow } from './seat-rows.js';
import { rowsBySeat } from './seat-rows.js';

/** Whoever was told "taken" was told the truth, and no seat that somebody wanted stayed unsold. */
export function allAnswered(evidence: Evidence): Finding[] {
  const seats = rowsBySeat(evidence.ledger);
  const writers = writersOf(evidence);
  const findings: Finding[] = [];
  const wanted = new Map<string, Operation[]>();
  for (const operation of evidence.operations) {
    for (const seat of operation.seats) {
      const operations = wanted.get(seat);
      if (operations === undefined) wanted.set(seat, [operation]);
      else operations.push(operation);
    }
    if (toldTaken(operation) && !takenIsTrue(operation, seats, writers)) findings.push(spurious(operation));
  }
  for (const [seat, operations] of wanted) {
    if (!(seats.get(seat) ?? []).some((row) => row.liveDelta > 0)) findings.push(...unsold(seat, operations));
  }
  return findings;
}

const toldTaken = (operation: Operation): boolean =>
  operation.outcome === 'fail' && operation.answers.at(-1)?.code === 'seat-taken';

/** When was each claim first sent? A row cannot be older than that. */
function writersOf(evidence: Evidence): Map<string, number> {
  const invoked = new Map(evidence.operations.map((one) => [requestOf(one), one.invokedAtUs]));
  return new Map(evidence.claims.map((claim) => [claim.claimId, invoked.get(requestOf(claim)) ?? 0]));
}

/**
 * One of the seats was unavailable at the version that was told, and whoever made that version had asked by
 * then.
 */
function takenIsTrue(
  operation: Operation,
  seats: ReadonlyMap<string, SeatRow[]>,
  writers: ReadonlyMap<string, number>,
): boolean {
  const told = operation.answers.at(-1)?.seats ?? [];
  const possible = (row: SeatRow): boolean =>
    row.to !== 'available' && (writers.get(row.claimId ?? '') ?? 0) <= operation.completedAtUs;
  return operation.seats.some((label) => {
    const version = told.find((seat) => seat.label === label)?.version;
    if (told.length > 0 && version === undefined) return false;
    return (seats.get(label) ?? []).some((row) => (version ?? row.version) === row.version && possible(row));
  });
}

function spurious(operation: Operation): Finding {
  const seat = operation.seats.join(', ');
  const text = `${operation.customer} was told that ${seat} is taken, but it was free all that time.`;
  return finding('spurious-refusal', 'UNAVAILABLE', text, { seat });
}

function unsold(seat: string, operations: readonly Operation[]): Finding[] {
  const codes = [...new Set(operations.map((operation) => operation.answers.at(-1)?.code ?? 'no answer'))];
  const refusedForGood = operations.every(
    (one) => one.outcome === 'fail' && one.answers.at(-1)?.kind === 'fail',
  );
  const text = `${seat} stayed unsold although ${operations.length} wanted it: ${codes.join(', ')}.`;
  // a refusal that was not true is a finding of its own already
  if (operations.some((one) => toldTaken(one) || refusedByLimit(one))) return [];
  return [finding('unsold', refusedForGood ? 'INCONCLUSIVE' : 'UNAVAILABLE', text, { seat })];
}
