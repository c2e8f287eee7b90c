import { ackedIsStored } from './acked-is-stored.js';
import { allAnswered } from './all-answered.js';
import { allOrNone } from './all-or-none.js';
import { answeredInTime } from './answered-in-time.js';
import { anyServed } from './any-served.js';
import { appliedOnce } from './applied-once.js';
import { conserved } from './conserved.js';
import { countsAgree } from './counts-agree.js';
import { customerLimitKept } from './customer-limit-kept.js';
import { faultHappened } from './fault-happened.js';
import { fenceKept } from './fence-kept.js';
import type { Checker } from './finding.js';
import { honestAnswers } from './honest-answers.js';
import { inRealTime } from './in-real-time.js';
import { legalTransitions } from './legal-transitions.js';
import { ofLife } from './life-checkers.js';
import { moneyAgrees } from './money-agrees.js';
import { nothingLeft } from './nothing-left.js';
import { reallyRaced } from './really-raced.js';
import type { Registered } from './registered.js';
import { soldOnce } from './sold-once.js';
import { storedWasTold } from './stored-was-told.js';

/** Every checker; the verdict is made of all their findings. */
export const registry: Readonly<Record<string, Registered>> = {
  'sold-once': {
    ...{ check: soldOnce, invariants: [1, 7] },
    finds: {
      UNSAFE: {
        'double-sale': 'a second live claim on a seat, no release between',
        'broken-ledger': 'a version twice, missing or out of turn, a row that starts where the seat was not',
      },
    },
  },
  'in-real-time': {
    ...{ check: inRealTime, invariants: [2] },
    finds: {
      UNSAFE: { 'out-of-order': 'a yes that was told before the owner of an earlier version had asked' },
    },
  },
  'legal-transitions': {
    ...{ check: legalTransitions, invariants: [3] },
    finds: {
      UNSAFE: {
        'illegal-transition': 'a seat confirmed or given back by who does not have it, a status from nowhere',
      },
    },
  },
  'fence-kept': {
    ...{ check: fenceKept, invariants: [4] },
    finds: { UNSAFE: { 'fence-fell': 'a seat whose fence was read lower than before' } },
  },
  conserved: {
    ...{ check: conserved, invariants: [5] },
    finds: {
      UNSAFE: {
        'not-conserved':
          'at some row of the ledger less than nothing in a status, or at the end not all seats there',
        'records-disagree': "a seat's own row is not what the ledger left it",
      },
    },
  },
  'counts-agree': {
    ...{ check: countsAgree, invariants: [6] },
    finds: {
      UNSAFE: {
        'counts-differ':
          'inventory after 10 s at most is not the fold of the ledger, or `liveSeats` is not the number of yeses',
      },
      INCONCLUSIVE: { 'counts-missing': 'inventory does not answer' },
    },
  },
  'applied-once': {
    ...{ check: appliedOnce, invariants: [6] },
    finds: {
      UNSAFE: {
        'event-lost': 'a row of the ledger that inventory never applied',
        'event-repeated': 'one that it applied more than once',
        'event-unexplained': 'it applied what the ledger does not have',
      },
    },
  },
  'acked-is-stored': {
    ...{ check: ackedIsStored, invariants: [8, 11] },
    finds: {
      UNSAFE: {
        'lost-acknowledgement':
          'a yes that is not in the claims and, for that seat and version, in the ledger; also after a crash',
      },
    },
  },
  'stored-was-told': {
    ...{ check: storedWasTold, invariants: [8] },
    finds: {
      UNSAFE: {
        'phantom-write': 'sold to somebody who was told no',
        'unexpected-write': 'sold to nobody who asked',
        'records-disagree': 'claims, live seats and ledger tell different things',
      },
    },
  },
  'honest-answers': {
    ...{ check: honestAnswers, invariants: [8] },
    finds: {
      UNSAFE: { 'other-answer': 'two different final answers to one key' },
      UNAVAILABLE: { 'orphan-hold': '"taken", to the customer whose own unanswered request has the seat' },
    },
  },
  'answered-in-time': {
    ...{ check: answeredInTime, invariants: [9] },
    finds: { UNAVAILABLE: { 'too-late': 'no answer within 5 s; the driver gives up then' } },
  },
  'nothing-left': {
    ...{ check: nothingLeft, invariants: [10] },
    finds: {
      UNAVAILABLE: {
        leak: 'at the end a hold past its time or unswept, an idle transaction, a row not sent or not applied',
      },
    },
  },
  'all-or-none': {
    ...{ check: allOrNone, invariants: [12] },
    finds: {
      UNSAFE: {
        'partial-claim':
          'a yes without all of its seats, a no with one, an unknown with a part, in the ledger or in `claim_seats`',
      },
    },
  },
  'money-agrees': {
    ...{ check: moneyAgrees, invariants: [] },
    finds: {
      UNSAFE: { 'money-differs': 'captured less refunded is not the price of what the claim booked' },
    },
  },
  ...ofLife,
  'customer-limit-kept': {
    ...{ check: customerLimitKept, invariants: [] },
    finds: {
      UNSAFE: { 'limit-exceeded': 'a customer has more live seats than `maxPerCustomer`' },
      UNAVAILABLE: { 'spurious-refusal': '`customer-limit`, but at the end there was room for so many more' },
    },
  },
  'all-answered': {
    ...{ check: allAnswered, invariants: [2] },
    finds: {
      UNAVAILABLE: {
        'spurious-refusal':
          '"taken", but the seat was free, or not yet or no longer at the version that was told',
        unsold: 'wanted and not sold because claims found no room',
      },
      INCONCLUSIVE: { unsold: 'the same, because every request was refused for good by a rule' },
    },
  },
  'any-served': {
    ...{ check: anyServed, invariants: [] },
    finds: {
      UNAVAILABLE: {
        'spurious-refusal': '`sold-out`, but a section has so many free at the end',
        unsold: 'the same, and the claims found no room',
      },
      INCONCLUSIVE: { unsold: 'refused for good by a rule' },
    },
  },
  'fault-happened': {
    ...{ check: faultHappened, invariants: [] },
    finds: { INCONCLUSIVE: { 'fault-missed': 'the fault that was asked for hit nothing' } },
  },
  'really-raced': {
    ...{ check: reallyRaced, invariants: [9] },
    finds: {
      INCONCLUSIVE: {
        'wrong-replicas': 'others answered than were claimed',
        'other-policy': 'answers came from another strategy or policy version',
        'no-collision': 'no two rivals were on their way at the same time (see below)',
        unresolved: 'of more than 5 % nobody knows what became of them',
      },
    },
  },
};

export const checkers: Readonly<Record<string, Checker>> = Object.fromEntries(
  Object.entries(registry).map(([name, { check }]) => [name, check]),
);
