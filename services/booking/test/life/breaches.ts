import type { ClaimStatus, ProviderStatus } from '#contracts';
import { type Claim, PRICES, type Payment, type Settings, type World } from './world.ts';

/** The arrows of docs/life-of-a-claim.md. */
const CLAIM_ARROWS: Readonly<Record<ClaimStatus, readonly ClaimStatus[]>> = {
  pending: ['held', 'booked', 'refused'],
  held: ['booked', 'released', 'expired'],
  booked: ['cancelled'],
  expired: ['booked'],
  refused: [],
  released: [],
  cancelled: [],
};
/** Of what the provider did, and of what booking knows: that may come out of order. */
const PAID_ARROWS: Readonly<Record<ProviderStatus, readonly ProviderStatus[]>> = {
  open: ['captured', 'cancelled', 'expired'],
  captured: ['refunded'],
  refunded: [],
  cancelled: [],
  expired: [],
};
const EXTENSIONS_MOST = 1;

const isLive = ({ status }: Claim): boolean => status === 'held' || status === 'booked';
const moved = <Status>(arrows: readonly Status[], from: Status, to: Status): boolean =>
  from === to || arrows.includes(to);

/** What must never be, by one look. */
export function breachesOf({ seats, claims, payments, live }: World, settings: Settings): string[] {
  const held = claims.filter(isLive);
  const found = seats.flatMap((seat, place) => {
    const owners = held.filter((claim) => claim.seats.includes(place));
    const owner = seat.claim === null ? undefined : claims[seat.claim];
    return [
      owners.length > 1 && `seat ${place} has ${owners.length} live claims`,
      owners.length === 0 && seat.status !== 'available' && `seat ${place} is ${seat.status} for nobody`,
      owners.length === 1 && owners[0] !== owner && `seat ${place} is not its claim's`,
      owners.length === 1 && owners[0]?.status !== seat.status && `seat ${place} is not as its claim`,
    ];
  });
  claims.forEach((claim, place) => {
    const captured = payments.filter((one) => one.claim === place && one.captured > 0);
    found.push(
      claim.extensions > EXTENSIONS_MOST && `claim ${place} was extended ${claim.extensions} times`,
      captured.length > 1 && `claim ${place} was paid for ${captured.length} times`,
    );
  });
  live.forEach((seatsNow, customer) => {
    const theirs = held.filter((claim) => claim.customer === customer).flatMap((claim) => claim.seats);
    found.push(
      seatsNow !== theirs.length && `customer ${customer} counts ${seatsNow} of ${theirs.length} seats`,
      theirs.length > (settings.maxPerCustomer ?? PRICES.length) && `customer ${customer} is over the limit`,
    );
  });
  return found.filter((breach) => breach !== false);
}

/** What must never come after the other. */
export function breachesBetween(before: World, after: World): string[] {
  const claims = before.claims.flatMap(({ status: from, extensions }, place) => {
    const now = after.claims[place];
    if (now === undefined) return [`claim ${place} is gone`];
    return [
      !moved(CLAIM_ARROWS[from], from, now.status) && `claim ${place}: ${from} → ${now.status}`,
      now.extensions < extensions && `claim ${place} has its extension back`,
    ];
  });
  const seats = before.seats.map(
    ({ version, status }, place) =>
      (after.seats[place]?.version ?? 0) - version < Number(status !== after.seats[place]?.status) &&
      `seat ${place} changed without a version`,
  );
  const payments = before.payments.flatMap((one, place) => paymentMoved(one, after.payments[place], place));
  return [...claims, ...seats, ...payments].filter((breach) => breach !== false);
}

function paymentMoved(before: Payment, after: Payment | undefined, place: number): (string | false)[] {
  if (after === undefined) return [`payment ${place} is gone`];
  const [from, to] = [before.known?.status ?? 'open', after.known?.status ?? 'open'];
  const learnt = moved(PAID_ARROWS[from], from, to) || (from === 'open' && to === 'refunded');
  const changed = moved(PAID_ARROWS[before.status], before.status, after.status);
  return [
    !changed && `payment ${place}: ${before.status} → ${after.status}`,
    !learnt && `payment ${place} as booking knows it: ${from} → ${to}`,
  ];
}

/** When all is settled: money and seats agree, nothing that was paid is undecided, no hold is left. */
export function unsettledIn({ seats, claims, payments }: World, settings: Settings): string[] {
  const open = payments.flatMap(({ status, known, captured, refunded }, place) => [
    (known?.status === 'open' || known?.refundDue === true) && `payment ${place} is undecided`,
    known === null && captured > 0 && `payment ${place} was captured and is not known`,
    known !== null &&
      (known.captured !== captured || known.refunded !== refunded) &&
      `payment ${place} is ${status}, and known as ${known.status}`,
  ]);
  const left = claims.map(({ status }, place) => status === 'held' && `claim ${place} is still held`);
  return [...open, ...left]
    .filter((breach) => breach !== false)
    .concat(moneyBreaches({ seats, claims, payments }, settings));
}

/** For every customer: what was captured and not given back is the price of his bookings. */
export function moneyBreaches(
  { seats, claims, payments }: Pick<World, 'seats' | 'claims' | 'payments'>,
  settings: Settings,
): string[] {
  const customers = new Set(claims.map(({ customer }) => customer));
  const found = [...customers].map((customer) => {
    const is = (claim: number): boolean => claims[claim]?.customer === customer;
    const paid = payments.filter(({ claim }) => is(claim));
    const kept = paid.reduce((sum, { captured, refunded }) => sum + captured - refunded, 0);
    const booked = seats.reduce(
      (sum, { status, claim }, seat) =>
        status === 'booked' && is(claim ?? -1) ? sum + (PRICES[seat] ?? 0) : sum,
      0,
    );
    const agrees = kept === (settings.payment === 'required' ? booked : 0);
    return !agrees && `customer ${customer} paid ${kept} and has seats of ${booked}`;
  });
  return found.filter((breach) => breach !== false);
}
