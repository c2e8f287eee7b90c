import type { Evidence, LedgerRow, Operation, SeatStatus } from '../src/evidence.js';
import { requestOf } from '../src/evidence.js';

/** More would take too long: the search is exponential. */
export const EVENTS_MOST = 12;

interface State {
  version: number;
  status: SeatStatus;
  owner: string | null;
}

/** Something that happened to the seat at one moment between these two; null: it cannot happen now. */
interface Happening {
  fromUs: number;
  toUs: number;
  apply: (state: State) => State | null;
}

/**
 * Wing and Gong 1993, on one seat: is there any order of all that happened that respects real time and in which each
 * step is allowed? It tries them all, and knows nothing of how versions give the order away.
 */
export function hasAnOrder(evidence: Evidence): boolean {
  const happenings = happeningsIn(evidence);
  if (happenings === null) return false;
  if (happenings.length > EVENTS_MOST) throw new Error(`${happenings.length} events are too many to try`);
  return search(happenings, { version: 0, status: 'available', owner: null });
}

function search(left: readonly Happening[], state: State): boolean {
  if (left.length === 0) return true;
  const firstEnd = Math.min(...left.map((one) => one.toUs));
  return left.some((one) => {
    if (one.fromUs > firstEnd) return false;
    const next = one.apply(state);
    return (
      next !== null &&
      search(
        left.filter((other) => other !== one),
        next,
      )
    );
  });
}

/** Null: an answer and the ledger contradict each other, whatever the order. */
function happeningsIn({ operations, claims, ledger }: Evidence): Happening[] | null {
  const requests = new Map(operations.map((operation) => [requestOf(operation), operation]));
  const makers = new Map(claims.map((claim) => [claim.claimId, requests.get(requestOf(claim))]));
  const happenings: Happening[] = [];
  const acknowledged = new Map<LedgerRow, Operation>();
  for (const operation of operations) {
    const answer = operation.answers.at(-1);
    const told = answer?.seats[0];
    if (operation.outcome === 'ok') {
      const row = ledger.find(
        (one) => one.liveDelta > 0 && one.version === told?.version && one.claimId === answer?.claimId,
      );
      if (row === undefined) return null;
      acknowledged.set(row, operation);
    } else if (operation.outcome === 'fail' && answer?.code === 'seat-taken') {
      happenings.push(refusal(operation, told?.version));
    }
  }
  for (const row of ledger) {
    if (row.seat === null) continue;
    const maker = makers.get(row.claimId ?? '');
    if (row.liveDelta > 0 && (maker === undefined || maker.outcome === 'fail')) return null;
    const toUs = acknowledged.get(row)?.completedAtUs ?? Infinity;
    const fromUs = row.liveDelta > 0 && maker !== undefined ? maker.invokedAtUs : -Infinity;
    happenings.push({ fromUs, toUs, apply: (state) => transition(state, row) });
  }
  return happenings;
}

const refusal = (operation: Operation, version: number | undefined): Happening => ({
  fromUs: operation.invokedAtUs,
  toUs: operation.completedAtUs,
  apply: (state) =>
    state.status !== 'available' && (version === undefined || version === state.version) ? state : null,
});

function transition(state: State, row: LedgerRow): State | null {
  if (row.version !== state.version + 1 || row.from !== state.status) return null;
  const step = `${row.from} ${row.to} ${row.liveDelta}`;
  const taking = step === 'available held 1' || step === 'available booked 1';
  const ending = step === 'held available -1' || step === 'booked available -1';
  const own = row.claimId !== null && row.claimId === state.owner;
  if (taking ? row.claimId === null : !own) return null;
  if (!taking && !ending && step !== 'held booked 0') return null;
  return { version: row.version, status: row.to, owner: ending ? null : row.claimId };
}
