import { toldTaken } from './columns/from-evidence.js';
import type { Answer, Evidence, Operation } from './evidence.js';
import { requestOf } from './evidence.js';
import type { Finding } from './finding.js';
import { finding } from './finding.js';
import { rowsBySeat } from './seat-rows.js';

/** One key has one answer, however often it is asked; and nobody is refused a seat that is his without his knowing. */
export function honestAnswers(evidence: Evidence): Finding[] {
  return [...evidence.operations.flatMap((operation) => otherAnswer(operation)), ...orphanHolds(evidence)];
}

const isFinal = ({ kind }: Answer): boolean => kind === 'ok' || kind === 'fail';

/** The status of a claim may change between two answers; whose claim it is and of which seats may not. */
function essence({ kind, claimId, seats, code }: Answer): string {
  if (kind === 'fail') return `no (${code})`;
  const named = seats.map(({ label, version }) => `${label} version ${version}`).toSorted();
  return `yes for ${named.join(', ')} (claim ${claimId})`;
}

function otherAnswer({ customer, answers }: Operation): Finding[] {
  const [first, ...others] = answers.filter(isFinal);
  if (first === undefined) return [];
  const differing = others.find((answer) => essence(answer) !== essence(first));
  if (differing === undefined) return [];
  const replicas = `${first.replica ?? 'nobody'} and ${differing.replica ?? 'nobody'}`;
  const text = `${customer} was told ${essence(first)}, and to the same key ${essence(differing)} (${replicas}).`;
  return [finding('other-answer', 'UNSAFE', text, { claims: [first.claimId, differing.claimId] })];
}

/** A request that nobody answered with yes has the seat, and its customer is told that the seat is taken. */
function orphanHolds(evidence: Evidence): Finding[] {
  const rows = rowsBySeat(evidence.ledger);
  const claims = new Map(evidence.claims.map((claim) => [claim.claimId, claim]));
  const told = new Set(
    evidence.operations.filter((one) => one.outcome === 'ok').map((one) => requestOf(one)),
  );
  return evidence.operations.filter(toldTaken).flatMap((operation) =>
    (operation.answers.at(-1)?.seats ?? []).flatMap(({ label, version }) => {
      const row = rows.get(label)?.[version - 1];
      const owner = row === undefined || row.liveDelta < 0 ? undefined : claims.get(row.claimId ?? '');
      if (owner?.customer !== operation.customer || told.has(requestOf(owner))) return [];
      const text = `${owner.customer} was told that ${label} is taken, but his own unanswered request has it.`;
      return [finding('orphan-hold', 'UNAVAILABLE', text, { seat: label, claims: [owner.claimId] })];
    }),
  );
}
