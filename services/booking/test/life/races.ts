import { until } from '#deadlines';
import { ClaimLife } from '../../src/ledger/life/claim-life.ts';
import type { Operation } from './operations.ts';
import type { Race } from './race.ts';
import type { RealEvent } from './real-event.ts';
import { HOLD_S } from './world.ts';

/** Enough for a confirmation to begin, and less than it may pause in its transaction. */
const SOON_OVER_MS = 400;
const OVER_WITHIN_MS = 5_000;

const HELD: Operation[] = [{ do: 'claim', customer: 0, seats: [1, 2] }];
const PAID: Operation[] = [
  ...HELD,
  { do: 'ask-to-pay', claim: 0, lost: false },
  { do: 'capture', payment: 0 },
];
const IS_OVER: Operation = { do: 'pass', seconds: HOLD_S };

const does =
  (operation: Operation): Race['first'] =>
  (event) =>
    event.run(operation);
const webhook = does({ do: 'deliver', payment: 0, webhook: 0 });
const takenBack = does({ do: 'deliver', payment: 0, webhook: 1 });
const confirm = does({ do: 'confirm', claim: 0 });
const giveBack = does({ do: 'give-back', claim: 0 });
/** Of one of the two seats, by somebody else. */
const claim = does({ do: 'claim', customer: 1, seats: [2] });
const sweep: Race['first'] = ({ eventId }, replica) =>
  replica.get(ClaimLife).expireSome({ eventId, isolation: 'read committed' });

/** So that it is alive when it is confirmed, and over when the sweeper comes. */
const confirmJustInTime: Race['first'] = async (event, replica) => {
  await event.endHoldsIn(SOON_OVER_MS);
  return confirm(event, replica);
};
async function holdIsOver(event: RealEvent): Promise<void> {
  const isOver = (): Promise<boolean> => event.holdsAreOver();
  if (!(await until(OVER_WITHIN_MS, 10, isOver))) throw new Error('the hold does not end');
}

/** What the soak forces so often. */
const OFTEN = 1_000;
const LESS_OFTEN = 200;

interface ForcedRace extends Race {
  readonly times: number;
  /** How it has to end: the answers, the claims, the payment, the seats with their versions. */
  readonly ends: readonly string[];
}

export const RACES: Readonly<Record<string, ForcedRace>> = {
  'the payment is first, and the sweeper leaves it out': {
    ...{ payment: 'required', before: [...PAID, IS_OVER] },
    ...{ first: webhook, stopsAt: 'pay:after-decide', second: sweep, secondWaits: false },
    times: OFTEN,
    ends: ['applied, 0: booked; captured; booked 2 + booked 2'],
  },
  'the sweeper is first, and the payment books the seats again': {
    ...{ payment: 'required', before: [...PAID, IS_OVER] },
    ...{ first: sweep, stopsAt: 'sweep:after-decide', second: webhook, secondWaits: true },
    times: OFTEN,
    ends: ['1, applied: booked; captured; booked 3 + booked 3'],
  },
  'the sweeper is first, then another customer, and the payment is given back': {
    ...{ payment: 'required', before: [...PAID, IS_OVER] },
    ...{ first: sweep, stopsAt: 'sweep:after-decide', second: webhook, secondWaits: true },
    inBetween: { at: 'pay:after-decide', act: claim },
    times: OFTEN,
    ends: ['1, applied: expired + held; refunded; available 2 + held 3'],
  },
  'the payment is first, and who would take the seats over finds them booked': {
    ...{ payment: 'required', before: [...PAID, IS_OVER] },
    ...{ first: webhook, stopsAt: 'pay:after-decide', second: claim, secondWaits: true },
    times: LESS_OFTEN,
    ends: ['applied, taken: booked + refused; captured; booked 2 + booked 2'],
  },
  'the takeover is first, and either its customer or the payment has the seats': {
    ...{ payment: 'required', before: [...PAID, IS_OVER] },
    ...{ first: claim, stopsAt: 'take-over:after-decide', second: webhook, secondWaits: true },
    times: LESS_OFTEN,
    ends: [
      'claimed, applied: expired + held; refunded; available 2 + held 3',
      'taken, applied: booked + refused; captured; booked 3 + booked 3',
    ],
  },
  'the confirmation is first, and the sweeper leaves it out': {
    ...{ payment: 'none', before: HELD },
    ...{ first: confirmJustInTime, stopsAt: 'confirm:after-decide', meanwhile: holdIsOver },
    ...{ second: sweep, secondWaits: false },
    times: LESS_OFTEN,
    ends: ['booked, 0: booked; booked 2 + booked 2'],
  },
  'the sweeper is first, and there is nothing to confirm': {
    ...{ payment: 'none', before: [...HELD, IS_OVER] },
    ...{ first: sweep, stopsAt: 'sweep:after-decide', second: confirm, secondWaits: false },
    times: LESS_OFTEN,
    ends: ['1, hold-expired: expired; available 2 + available 2'],
  },
  'who gives back is first, and the payment is given back': {
    ...{ payment: 'required', before: PAID },
    ...{ first: giveBack, stopsAt: 'give-back:after-decide', second: webhook, secondWaits: true },
    times: LESS_OFTEN,
    ends: ['released, applied: released; refunded; available 2 + available 2'],
  },
  'the payment is first, and who gives back cancels what is booked': {
    ...{ payment: 'required', before: PAID },
    ...{ first: webhook, stopsAt: 'pay:after-decide', second: giveBack, secondWaits: true },
    times: LESS_OFTEN,
    ends: ['applied, cancelled: cancelled; refunded; available 3 + available 3'],
  },
  'the payment is first, and the provider has taken it back by then': {
    ...{ payment: 'required', before: [...PAID, { do: 'refund', payment: 0 }] },
    ...{ first: webhook, stopsAt: 'pay:before-commit', second: takenBack, secondWaits: true },
    times: LESS_OFTEN,
    ends: ['applied, applied: cancelled; refunded; available 3 + available 3'],
  },
  'what the provider has taken back is first, and nothing is booked for it': {
    ...{ payment: 'required', before: [...PAID, { do: 'refund', payment: 0 }] },
    ...{ first: takenBack, stopsAt: 'cancel:before-commit', second: webhook, secondWaits: true },
    times: LESS_OFTEN,
    ends: ['applied, known: held; refunded; held 1 + held 1'],
  },
};
