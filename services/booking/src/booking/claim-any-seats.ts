import type { ClaimOutcome, ClaimRequest } from '../claims/claim-strategy.js';
import { CONTENDED, type Rejected } from '../ledger/claim.js';
import { databaseOutcome } from '../ledger/database-outcome.js';
import type { Attempted } from './claim-result.js';
import type { AnyItem, AnySeats, EventSeats, NotEnough, Pick, PickEnd } from './free-seats/event-seats.js';
import { picksLost } from './pick-metrics.js';

const PICKS_MOST = 10;
/** Half of what a request may take: the last pick has the other half to be decided. */
const PICKING_MS = 2_000;

type RequestFor = (seatIds: readonly number[]) => ClaimRequest;
type Attempt = (request: ClaimRequest) => Promise<ClaimOutcome>;

/**
 * Picking is not claiming: the claim of what was picked decides, by whatever strategy. A lost pick is no answer, so
 * nothing is stored of it and others are picked; a final no there is only when PostgreSQL has so few free seats.
 */
export async function claimAnySeats(
  wanted: AnySeats,
  seats: EventSeats,
  requestFor: RequestFor,
  attempt: Attempt,
): Promise<Attempted> {
  const until = performance.now() + PICKING_MS;
  try {
    for (let lost = 0; lost < PICKS_MOST; lost += 1) {
      if (lost > 0) await seats.refresh();
      const pick = await seats.pick(wanted, until);
      if (typeof pick === 'string') return { request: requestFor([]), outcome: notEnough(wanted, pick) };
      if (pick === undefined) break;
      const request = requestFor(pick.seatIds);
      const outcome = await attemptPick(seats, pick, () => attempt(request));
      if (!isLost(outcome)) return { request, outcome };
      picksLost.inc({ strategy: request.policy.strategy });
      if (performance.now() >= until) break;
    }
    return { request: requestFor([]), outcome: CONTENDED };
  } catch (error) {
    return { request: requestFor([]), outcome: databaseOutcome(error) };
  }
}

async function attemptPick(
  seats: EventSeats,
  pick: Pick,
  attempt: () => Promise<ClaimOutcome>,
): Promise<ClaimOutcome> {
  let end: PickEnd = 'unused';
  try {
    const outcome = await attempt();
    if (outcome.kind === 'claimed') end = 'sold';
    else if (isLost(outcome)) end = outcome.kind;
    return outcome;
  } finally {
    seats.settle(pick, end);
  }
}

/** `request-in-progress` is not: it is about the key and not about the seats. */
const isLost = (outcome: ClaimOutcome): outcome is ClaimOutcome & { kind: 'taken' | 'contended' } =>
  outcome.kind === 'taken' || (outcome.kind === 'contended' && outcome.code === CONTENDED.code);

function notEnough({ items }: AnySeats, code: NotEnough): Rejected {
  const later = code === 'sold-out-for-now' ? ' Some are only held and may come back.' : '';
  const [item, ...others] = items;
  const detail =
    item === undefined || others.length > 0
      ? 'A section has fewer free seats left than the basket needs.'
      : fewerThan(item);
  return { kind: 'rejected', code, detail: `${detail}${later}` };
}

const fewerThan = ({ quantity, section }: AnyItem): string =>
  section === undefined
    ? `No section has as many free seats left as ${quantity}.`
    : `Section "${section}" has fewer free seats left than ${quantity}.`;
