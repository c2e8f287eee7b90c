import type { Visit } from './visits.js';

/**
 * Marks critical sections of one seat that ran at once. Two that both sold are the double sale; where at most one did,
 * something else than the time apart protected the seat (a version, a fence), and that is worth seeing too.
 */
export function markOverlaps(visits: readonly Visit[]): void {
  const bySeat = new Map<string, Visit[]>();
  for (const visit of visits) {
    if (visit.section === null) continue;
    for (const seat of visit.seats) bySeat.set(seat, [...(bySeat.get(seat) ?? []), visit]);
  }
  for (const [seat, ofSeat] of bySeat) markSeat(seat, ofSeat);
}

function markSeat(seat: string, visits: readonly Visit[]): void {
  let open: Visit[] = [];
  for (const visit of visits.toSorted((one, other) => enters(one) - enters(other))) {
    open = open.filter((one) => leaves(one) > enters(visit));
    for (const other of open) {
      if (other.claimId !== visit.claimId) markPair(seat, visit, other);
    }
    open.push(visit);
  }
}

function markPair(seat: string, one: Visit, other: Visit): void {
  const bothSold = [one, other].every(({ writes }) => writes.some((write) => write.seat === seat));
  for (const { section } of [one, other]) {
    if (section !== null && section.tone !== 'overlap') section.tone = bothSold ? 'overlap' : 'beside';
  }
}

const enters = ({ section }: Visit): number => section?.fromUs ?? 0;
const leaves = ({ section }: Visit): number => section?.toUs ?? 0;
