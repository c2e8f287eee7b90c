import type { Evidence, Finding } from './evidence.js';
import { finding } from './evidence.js';
import type { SeatRow } from './seat-rows.js';
import { rowsBySeat } from './seat-rows.js';

/**
 * Replays each seat's transitions in the order of versions. A second live claim with no release between is a
 * double sale. Versions are dense and each row starts where the one before it ended, or the ledger cannot be
 * believed.
 */
export function soldOnce(evidence: Evidence): Finding[] {
  const findings: Finding[] = [];
  for (const [seat, rows] of rowsBySeat(evidence.ledger)) {
    const live: string[] = [];
    let before: SeatRow | undefined;
    for (const row of rows) {
      findings.push(...brokenAt(seat, before, row));
      findings.push(...doubleSaleAt(seat, live, row));
      before = row;
    }
  }
  return findings;
}

function doubleSaleAt(seat: string, live: string[], row: SeatRow): Finding[] {
  const claim = row.claimId ?? 'nobody';
  if (row.liveDelta < 0) {
    const index = live.indexOf(claim);
    if (index >= 0) live.splice(index, 1);
    return [];
  }
  if (row.liveDelta === 0) return [];
  const first = live.at(-1);
  live.push(claim);
  if (first === undefined) return [];
  const text = `${seat} was sold twice: version ${row.version} went to a second buyer, nobody gave it back.`;
  return [finding('double-sale', 'UNSAFE', text, { seat, claims: [first, claim] })];
}

function brokenAt(seat: string, before: SeatRow | undefined, row: SeatRow): Finding[] {
  const broken = (text: string): Finding =>
    finding('broken-ledger', 'UNSAFE', text, { seat, claims: [before?.claimId ?? null, row.claimId] });
  const last = before?.version ?? 0;
  if (row.version === last) return [broken(`${seat} has version ${row.version} twice in the ledger.`)];
  if (row.version !== last + 1) return [broken(`${seat} has no version ${last + 1} in the ledger.`)];
  const status = before?.to ?? 'available';
  if (row.from === status) return [];
  return [
    broken(`${seat} was ${status} at version ${last}, but version ${row.version} says it was ${row.from}.`),
  ];
}
