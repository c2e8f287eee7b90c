import type { ClaimState } from '#contracts';
import { DEFAULT_POLICY } from '#contracts';
import { seatingFor } from '../seating.js';
import { UserError } from '../user-error.js';
import { waitUntil } from '../waiting.js';
import { Customer } from './customer.js';
import type { Stage } from './exhibit.js';

export const HOLD_SECONDS = 2;
const OVER = { mostMs: 5_000, everyMs: 100 };
/** Refunds go out in rounds of a second. */
const SETTLED = { mostMs: 10_000, everyMs: 100 };

/** Of customers who pressed "pay" when their holds were over. */
export interface Outcome {
  paid: number;
  seat: number;
  refunded: number;
  notCharged: number;
  /** seats that two have, or that one has who also has his money back */
  twice: number;
}

export const neither = ({ paid, seat, refunded, notCharged }: Outcome): number =>
  paid - seat - refunded - notCharged;

/** So many holds, each paid for after its end; every second seat has a rival who wants it in that moment. */
export async function payLate({ lab, doing }: Stage, tickets: number): Promise<Outcome> {
  const policy = { strategy: 'conditional', holdSeconds: HOLD_SECONDS, payment: 'required' } as const;
  const { sections, labels } = seatingFor(tickets);
  const event = { name: 'Sweeper and payment', currency: 'EUR', sections };
  const { eventId } = await lab.api.createEvent({ ...event, policy: { ...DEFAULT_POLICY, ...policy } });
  const hold = (customer: string, seat: string): Promise<Customer | null> =>
    Customer.hold(lab.api.url, eventId, customer, seat);
  doing(`${tickets} holds of ${HOLD_SECONDS} s`);
  const held = await Promise.all(
    labels.map(async (seat, index) => {
      const customer = await hold(`customer-${index + 1}`, seat);
      if (customer === null)
        throw new UserError(`${seat} of a new event was not to be had. Type: npm run status`);
      return { seat, customer, payUrl: await customer.startPayment() };
    }),
  );
  await whenAll(held, ({ status }) => status === 'expired', OVER);
  doing(`${tickets} payments after the end of their holds`);
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

export function outcomeOf(states: readonly ClaimState[], rivals: readonly boolean[]): Outcome {
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
