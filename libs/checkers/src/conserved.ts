import { foldBySection } from './counts-agree.js';
import type { Evidence, SeatAtEnd } from './evidence.js';
import type { Finding } from './finding.js';
import { finding } from './finding.js';
import { seatBreaches } from './seat-breaches.js';
import { rowsBySeat } from './seat-rows.js';

const STATUSES = ['available', 'held', 'booked'] as const;

/** Seats are moved, never made and never lost: at every row of the ledger, and in the seats' own rows at the end. */
export function conserved(evidence: Evidence): Finding[] {
  const overdrawn = seatBreaches(evidence, 'overdrawn').map(({ row, seat }) => {
    const text = `${row?.section} has fewer than no ${row?.from} seats after version ${row?.version} of ${seat}.`;
    return finding('not-conserved', 'UNSAFE', text, { seat, claims: [row?.claimId ?? null] });
  });
  if (evidence.seats === undefined) return overdrawn;
  return [...overdrawn, ...sections(evidence, evidence.seats), ...seatsAtEnd(evidence, evidence.seats)];
}

function sections(evidence: Evidence, seats: readonly SeatAtEnd[]): Finding[] {
  const folded = foldBySection(evidence.ledger);
  const names = new Set([...folded.keys(), ...seats.map((seat) => seat.section)]);
  return [...names].flatMap((section) => {
    const here = seats.filter((seat) => seat.section === section);
    const capacity = folded.get(section)?.capacity ?? 0;
    if (here.length === capacity) return [];
    const counted = STATUSES.map(
      (status) => `${here.filter((one) => one.status === status).length} ${status}`,
    );
    const has = `${section} has ${here.length} seats at the end (${counted.join(', ')})`;
    const text = `${has}, ${capacity} were put on sale.`;
    return [finding('not-conserved', 'UNSAFE', text)];
  });
}

function seatsAtEnd(evidence: Evidence, seats: readonly SeatAtEnd[]): Finding[] {
  const rows = rowsBySeat(evidence.ledger);
  return seats.flatMap(({ seat, status, version }) => {
    const last = rows.get(seat)?.at(-1);
    const told = { status: last?.to ?? 'available', version: last?.version ?? 0 };
    if (told.status === status && told.version === version) return [];
    const ledger = `the ledger left it ${told.status} at version ${told.version}`;
    const text = `${seat} is ${status} at version ${version} in its own row, but ${ledger}.`;
    return [finding('records-disagree', 'UNSAFE', text, { seat, claims: [last?.claimId ?? null] })];
  });
}
