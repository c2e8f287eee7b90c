import fc from 'fast-check';
import { ISOLATIONS } from '#contracts';
import { CUSTOMERS, HOLD_S, STEP_S, type Settings } from './world.ts';

/** `claim`, `payment`, `webhook`: the n-th from the newest, around in a circle; without any nothing is done. */
export type Operation =
  | { readonly do: 'claim'; readonly customer: number; readonly seats: number[] }
  | { readonly do: 'repeat' | 'confirm' | 'extend' | 'give-back'; readonly claim: number }
  /** `lost`: the provider's answer is. */
  | { readonly do: 'ask-to-pay'; readonly claim: number; readonly lost: boolean }
  | { readonly do: 'capture' | 'decline' | 'refund'; readonly payment: number }
  /** Any that was announced: late, again, out of order. One that is never chosen is lost. */
  | { readonly do: 'deliver'; readonly payment: number; readonly webhook: number }
  | { readonly do: 'settle'; readonly payment: number; readonly lost: boolean }
  | { readonly do: 'pass'; readonly seconds: number }
  | { readonly do: 'sweep' | 'expire-payments' | 'close' | 'open' };

const which = fc.constantFrom(0, 0, 0, 1, 1, 2, 3);
const seldom = fc.constantFrom(true, false, false, false, false, false, false, false);
const customer = fc.nat({ max: CUSTOMERS - 1 });
const seats = fc.constantFrom<number[]>([0], [1], [2], [3], [1, 2], [2, 3], [0, 3], [0, 1, 2], [1, 2, 3]);
const just = <Name extends string>(...names: Name[]): fc.Arbitrary<Name> => fc.constantFrom(...names);

const claim: fc.Arbitrary<Operation> = fc.record({ do: just('claim'), customer, seats });
const askToPay: fc.Arbitrary<Operation> = fc.record({ do: just('ask-to-pay'), claim: which, lost: seldom });
const deliver: fc.Arbitrary<Operation> = fc.record({ do: just('deliver'), payment: which, webhook: which });
const seconds = fc.integer({ min: 1, max: 4 }).map((n) => n * STEP_S);
const change = just('repeat', 'confirm', 'extend', 'extend', 'give-back', 'give-back');
const others = just('sweep', 'sweep', 'expire-payments', 'close', 'close', 'open', 'open');
const atProvider = just('capture', 'capture', 'capture', 'decline', 'refund');

const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 5, arbitrary: claim },
  { weight: 4, arbitrary: askToPay },
  { weight: 6, arbitrary: fc.record({ do: atProvider, payment: which }) },
  { weight: 5, arbitrary: deliver },
  { weight: 4, arbitrary: fc.record({ do: just('settle'), payment: which, lost: seldom }) },
  { weight: 4, arbitrary: fc.record({ do: just('pass'), seconds }) },
  { weight: 4, arbitrary: fc.record({ do: change, claim: which }) },
  { weight: 3, arbitrary: fc.record({ do: others }) },
);

const sequenceOf = (...parts: fc.Arbitrary<Operation>[]): fc.Arbitrary<Operation[]> => fc.tuple(...parts);
const capture: fc.Arbitrary<Operation> = fc.record({ do: just('capture'), payment: which });
const refund: fc.Arbitrary<Operation> = fc.record({ do: just('refund'), payment: which });
/** A hold is over then, and its payment can still be captured. */
const tooLong: fc.Arbitrary<Operation> = fc.record({
  do: just('pass'),
  seconds: fc.constantFrom(HOLD_S, HOLD_S + STEP_S),
});

/** What often comes together, as else the rare ends of long stories would hardly ever be reached. */
const part: fc.Arbitrary<Operation[]> = fc.oneof(
  { weight: 8, arbitrary: sequenceOf(operation) },
  { weight: 2, arbitrary: sequenceOf(claim, askToPay) },
  { weight: 2, arbitrary: sequenceOf(capture, deliver) },
  { weight: 1, arbitrary: sequenceOf(capture, refund, deliver, deliver) },
  { weight: 1, arbitrary: sequenceOf(tooLong, claim) },
  { weight: 1, arbitrary: sequenceOf(tooLong, claim, claim, capture, deliver) },
  { weight: 1, arbitrary: sequenceOf(tooLong, operation, capture, deliver) },
);

/** After the claim and the payment that it begins with, as without them most operations have nothing to work on. */
export const sequences: fc.Arbitrary<Operation[]> = fc
  .tuple(claim, askToPay, fc.array(part, { minLength: 3, maxLength: 12, size: 'max' }))
  .map(([first, second, parts]) => [first, second, ...parts.flat()]);

export const settings: fc.Arbitrary<Settings> = fc.record({
  payment: just('required', 'required', 'required', 'none'),
  maxPerCustomer: fc.constantFrom(2, 3, null),
  isolation: fc.constantFrom(...ISOLATIONS),
});
