import type { ClaimState } from '#contracts';
import { DEFAULT_POLICY } from '#contracts';
import { seatingFor } from '../seating.js';
import { UserError } from '../user-error.js';
import { waitUntil } from '../waiting.js';
import { Customer } from './customer.js';
import type { Exhibit, Scene, Stage } from './exhibit.js';
import { scene } from './exhibit.js';
import { sweepAsWritten } from './sweeper-as-written.js';

const SEATS = 10;
const HOLD_SECONDS = 2;
const OVER = { mostMs: 5_000, everyMs: 100 };
/** Refunds go out in rounds of a second. */
const SETTLED = { mostMs: 10_000, everyMs: 100 };

export const sweeperErases: Exhibit = {
  title: 'The sweeper and the payment',
  shows:
    `${SEATS} customers hold a ticket each, and pay in the very moment in which their time is over: first against a ` +
    'sweeper that looks and then writes, then against ours, with a rival for every second seat who wants it just then.',
  means:
    'A hold ends, or is paid for, by one conditional UPDATE of its row: whoever comes second finds no row, and a customer ' +
    'who came too late gets his seat if it is still free, and his money back if it is not.',
  seed: 'Ticket booking with locking: a loop that frees reservations without asking again whether they were paid meanwhile',
  failure: {
    what: 'the sweeper reads what is over, the customers pay, the sweeper writes "available" (in a table of its own)',
    async play({ lab, doing }) {
      doing(`a sweeper and ${SEATS} payments, statement by statement`);
      const { paid, kept } = await sweepAsWritten(lab.stack.postgres.url, SEATS);
      const outcome = { paid, seat: kept, refunded: 0, notCharged: 0, twice: 0 };
      const lost = paid - kept;
      return scene([], figuresOf(outcome), lost > 0);
    },
  },
  cure: {
    what: 'holds of two seconds in a real sale, paid at the provider after they are over',
    async play(stage) {
      const outcome = await payLate(stage);
      return scene([], figuresOf(outcome), neither(outcome) === 0 && outcome.twice === 0);
    },
  },
};

interface Outcome {
  paid: number;
  seat: number;
  refunded: number;
  notCharged: number;
  /** seats that two have, or that one has who also has his money back */
  twice: number;
}

const neither = ({ paid, seat, refunded, notCharged }: Outcome): number =>
  paid - seat - refunded - notCharged;

const figuresOf = (outcome: Outcome): Scene['figures'] => [
  { name: 'customers who pressed "pay"', value: outcome.paid },
  { name: 'have their seat', value: outcome.seat },
  { name: 'have their money back', value: outcome.refunded },
  { name: 'were not charged', value: outcome.notCharged },
  { name: 'have neither seat nor money', value: neither(outcome) },
  { name: 'seats with two owners, or with one who was refunded', value: outcome.twice },
];

async function payLate({ lab, doing }: Stage): Promise<Outcome> {
  const policy = { strategy: 'conditional', holdSeconds: HOLD_SECONDS, payment: 'required' } as const;
  const { sections, labels } = seatingFor(SEATS);
  const event = { name: 'Sweeper and payment', currency: 'EUR', sections };
  const { eventId } = await lab.api.createEvent({ ...event, policy: { ...DEFAULT_POLICY, ...policy } });
  const hold = (customer: string, seat: string): Promise<Customer | null> =>
    Customer.hold(lab.api.url, eventId, customer, seat);
  doing(`${SEATS} holds of ${HOLD_SECONDS} s`);
  const held = await Promise.all(
    labels.map(async (seat, index) => {
      const customer = await hold(`customer-${index + 1}`, seat);
      if (customer === null)
        throw new UserError(`${seat} of a new event was not to be had. Type: npm run status`);
      return { seat, customer, payUrl: await customer.startPayment() };
    }),
  );
  await whenAll(held, ({ status }) => status === 'expired', OVER);
  doing(`${SEATS} payments after the end of their holds`);
  const rivals = await Promise.all(
    held.map(async ({ seat, customer, payUrl }, index) => {
      const wants = index % 2 === 0 ? hold(`rival-${index + 1}`, seat) : null;
      const [, rival] = await Promise.all([customer.pay(payUrl), wants]);
      return rival !== null;
    }),
  );
  return outcomeOf(await whenAll(held, isSettled, SETTLED), rivals);
}

const isSettled = ({ status, payment }: ClaimState): boolean =>
  status === 'booked' || ['refunded', 'cancelled', 'expired'].includes(payment?.status ?? '');

/** The last states that were read, good or not. */
const whenAll = (
  held: readonly { customer: Customer }[],
  good: (state: ClaimState) => boolean,
  bound: { mostMs: number; everyMs: number },
): Promise<ClaimState[]> =>
  waitUntil(
    () => Promise.all(held.map(({ customer }) => customer.state())),
    (states) => states.every(good),
    bound,
  );

function outcomeOf(states: readonly ClaimState[], rivals: readonly boolean[]): Outcome {
  const has = (state: ClaimState): boolean => state.status === 'booked';
  const repaid = ({ payment }: ClaimState): boolean => payment !== null && payment.refunded > 0;
  const count = (which: (state: ClaimState, index: number) => boolean): number => states.filter(which).length;
  return {
    paid: states.length,
    seat: count(has),
    refunded: count((state) => repaid(state) && !has(state)),
    notCharged: count((state) => state.payment?.captured === 0 && !has(state)),
    twice: count((state, index) => has(state) && (repaid(state) || rivals[index] === true)),
  };
}
