import type { Operation } from './operations.ts';
import { HOLD_S, type World } from './world.ts';

/** Longer than any hold and any payment lasts. */
const ALL_OVER_S = 3 * HOLD_S;

/** What booking has not heard the end of: a second time, as the refund of one is due only after the first. */
function* settleAll({ payments }: World): Generator<Operation> {
  for (const [place, payment] of [...payments.entries(), ...payments.entries()]) {
    const { known } = payment;
    const isUnsettled = known?.status === 'open' || known?.refundDue === true;
    if (isUnsettled) yield { do: 'settle', payment: payments.length - 1 - place, lost: false };
  }
}

/**
 * What has to come so that all is settled: the sale is open, each payment is asked for. A webhook is needed only where booking has nothing to ask about: for a payment
 * that it has never heard of, or of which it knows all but what the provider took back by itself.
 */
export function* settling(world: World): Generator<Operation> {
  if (world.closed) yield { do: 'open' };
  const { length } = world.payments;
  for (const [place, { status, known, told }] of world.payments.entries()) {
    const needed = known === null ? told.length > 0 : status === 'refunded';
    if (needed) yield { do: 'deliver', payment: length - 1 - place, webhook: told.length - 1 };
  }
  yield* settleAll(world);
}

/** And then nobody does anything any more. */
export function* ending(world: World): Generator<Operation> {
  yield { do: 'pass', seconds: ALL_OVER_S };
  yield { do: 'sweep' };
  yield* settleAll(world);
}
