import { expect, test } from 'vitest';
import type { ClaimState } from '#contracts';
import { neither, outcomeOf } from './pay-late.js';

const PRICE = 6_500;
type Paid = NonNullable<ClaimState['payment']>;

const state = (status: ClaimState['status'], payment: Paid['status'], captured = PRICE): ClaimState => ({
  ...{ claimId: crypto.randomUUID(), eventId: 'e', customerId: 'c', status, expiresAt: null, now: '' },
  ...{ mayExtend: false, amount: PRICE, seats: [], strategy: 'conditional', policyVersion: 1, replica: 'r' },
  payment: {
    ...{ paymentId: 'p', status: payment, amount: PRICE, currency: 'EUR', payUrl: '' },
    ...{ captured, refunded: payment === 'refunded' ? PRICE : 0 },
  },
});
const none = { paid: 1, seat: 0, refunded: 0, notCharged: 0, twice: 0 };

test.each([
  ['has the seat', state('booked', 'captured'), false, { ...none, seat: 1 }, 0],
  ['has the money back', state('expired', 'refunded'), true, { ...none, refunded: 1 }, 0],
  ['was not charged', state('expired', 'cancelled', 0), true, { ...none, notCharged: 1 }, 0],
  ['has neither', state('expired', 'captured'), true, none, 1],
  ['has a seat that the rival has too', state('booked', 'captured'), true, { ...none, seat: 1, twice: 1 }, 0],
  ['has seat and money', state('booked', 'refunded'), false, { ...none, seat: 1, twice: 1 }, 0],
])('who paid late %s', (_, customer, rival, outcome, without) => {
  expect(outcomeOf([customer], [rival])).toEqual(outcome);
  expect(neither(outcomeOf([customer], [rival]))).toBe(without);
});
