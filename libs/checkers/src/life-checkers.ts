import { bearerAlone } from './bearer-alone.js';
import { claimsHaveTheirSeats } from './claims-have-their-seats.js';
import { heldToTheEnd } from './held-to-the-end.js';
import type { Registered } from './registered.js';
import { toldStaysSo } from './told-stays-so.js';

/** What becomes of claims that are there. */
export const ofLife = {
  'held-to-the-end': {
    ...{ check: heldToTheEnd, invariants: [3] },
    finds: {
      UNSAFE: {
        'ended-early': "a hold that was ended, and not by its bearer, before its time by PostgreSQL's clock",
      },
    },
  },
  'told-stays-so': {
    ...{ check: toldStaysSo, invariants: [8, 11] },
    finds: {
      UNSAFE: {
        'lost-acknowledgement':
          'a bearer was told booked, given back or extended, and the claim is not, though he asked for nothing else',
        'came-back': 'a claim that its bearer was told is over, and that is held or booked without a payment',
      },
    },
  },
  'bearer-alone': {
    ...{ check: bearerAlone, invariants: [] },
    finds: {
      UNSAFE: {
        'not-the-bearer': "somebody without the claim's token was answered with more than that there is none",
        'unasked-change': 'a hold that is booked or given back, and its bearer never asked for that',
      },
    },
  },
  'claims-have-their-seats': {
    ...{ check: claimsHaveTheirSeats, invariants: [3] },
    finds: {
      UNSAFE: {
        'records-disagree':
          'a claim that is over and has a live seat, or one that is not and lacks one or has it in another status',
      },
    },
  },
} as const satisfies Readonly<Record<string, Registered>>;
