import { toldTaken } from './columns/from-evidence.js';
import { refusedByLimit } from './customer-limit-kept.js';
import type { Evidence, Operation } from './evidence.js';
import type { Finding } from './finding.js';
import { finding } from './finding.js';
import type { SeatBreach } from './seat-breaches.js';
import { seatBreaches } from './seat-breaches.js';
import { rowsBySeat } from './seat-rows.js';

/** Whoever was told "taken" was told the truth, and no seat that somebody wanted stayed unsold. */
export function allAnswered(evidence: Evidence): Finding[] {
  const seats = rowsBySeat(evidence.ledger);
  const findings = seatBreaches(evidence, 'never-taken', 'taken-later', 'taken-before').map((one) =>
    spurious(one),
  );
  const wanted = new Map<string, Operation[]>();
  for (const operation of evidence.operations) {
    for (const seat of operation.seats) {
      const operations = wanted.get(seat);
      if (operations === undefined) wanted.set(seat, [operation]);
      else operations.push(operation);
    }
  }
  for (const [seat, operations] of wanted) {
    if (!(seats.get(seat) ?? []).some((row) => row.liveDelta > 0)) findings.push(...unsold(seat, operations));
  }
  return findings;
}

function spurious({ rule, operation, seat, version }: SeatBreach): Finding {
  const told = `${operation?.customer} was told that ${seat} is taken`;
  const by = operation?.answers.at(-1)?.replica;
  const where = by === null || by === undefined ? '' : ` (${by})`;
  const text = {
    'taken-later': `${told}${where}, at version ${version}, which nobody had asked for by then.`,
    'taken-before': `${told}${where}, at version ${version}, which was over before he asked.`,
  };
  const usual = `${told}${where}, but it was free all that time.`;
  const worded = rule === 'taken-later' || rule === 'taken-before' ? text[rule] : usual;
  return finding('spurious-refusal', 'UNAVAILABLE', worded, { seat });
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
