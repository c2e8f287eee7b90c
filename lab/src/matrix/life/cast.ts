import type { Bearer } from './bearer.js';
import type { Webhooks } from './webhooks.js';

/** Whether its seat costs something: then a payment books it, else a confirmation. */
export type Price = 'paid' | 'free';
/** Of a seat that nobody has asked for yet, or of one that somebody has. */
export type NewBearer = (wish: Price | { seat: string }) => Bearer;

/** Holds that are over when their turn comes. The money of two is captured, and the shop has not been told. */
export interface Overdue {
  /** paid in time and told late, while the sweeper is at it */
  swept: Bearer;
  /** the same, and somebody else has the seat */
  inVain: Bearer;
  /** confirms when he was told that it is over */
  late: Bearer;
}

export const paymentsOf = ({ swept, inVain }: Overdue): string[] =>
  [swept, inVain].flatMap(({ paymentId }) => paymentId ?? []);

export async function makeOverdue(
  newBearer: NewBearer,
  webhooks: Webhooks,
  urls: readonly string[],
): Promise<Overdue> {
  const overdue = { swept: newBearer('paid'), inVain: newBearer('paid'), late: newBearer('free') };
  await Promise.all([
    overdue.late.hold(urls),
    ...[overdue.swept, overdue.inVain].map(async (bearer) => {
      await bearer.hold(urls);
      await bearer.startPayment(urls);
    }),
  ]);
  await webhooks.keep(paymentsOf(overdue));
  await Promise.all([overdue.swept.pay(), overdue.inVain.pay()]);
  return overdue;
}

/** Holds that run when the fault comes. */
export interface Running {
  confirms: Bearer;
  pays: Bearer;
  givesBack: Bearer;
  extends: Bearer;
}

export const newRunning = (newBearer: NewBearer): Running => ({
  ...{ confirms: newBearer('free'), pays: newBearer('paid') },
  ...{ givesBack: newBearer('free'), extends: newBearer('free') },
});
