import { OF_ANSWERS } from './answer-faults.js';
import type { Fault } from './draft.js';
import { on, remove, fault } from './draft.js';
import { OF_THE_LEDGER } from './ledger-faults.js';
import { OF_A_LIFE } from './life-faults.js';

const OF_WHAT_FOLLOWS: readonly Fault[] = [
  fault('counts-agree', 'counts-differ', 'a count that is off by one', (sale) =>
    on(sale.inventory ?? undefined, (counts) => Object.assign(counts, { available: counts.available + 1 })),
  ),
  fault('applied-once', 'event-lost', 'a lost event', (sale) => remove(sale.applied, sale.applied?.at(-1))),
  fault('applied-once', 'event-repeated', 'an event that was applied twice', (sale) =>
    on(sale.applied?.at(-1), (row) => Object.assign(row, { times: 2 })),
  ),
  fault('applied-once', 'event-unexplained', 'an event from nowhere', (sale) =>
    on(sale.applied, (rows) => rows.push({ ledgerId: 999, times: 1 })),
  ),
  fault('nothing-left', 'leak', 'a hold that nobody sweeps', (sale) =>
    on(sale.leftovers, (rows) => rows.push({ what: 'hold', name: 'claim-1', seconds: 60 })),
  ),
  fault('money-agrees', 'money-differs', 'a refund that never was', (sale) =>
    on(
      sale.payments?.find(({ refunded }) => refunded > 0),
      (row) => Object.assign(row, { refunded: 0 }),
    ),
  ),
  fault('money-agrees', 'money-differs', 'a booking that nobody paid', (sale) =>
    remove(
      sale.payments,
      sale.payments?.find(({ refunded }) => refunded === 0),
    ),
  ),
  fault('money-agrees', 'money-differs', 'money for no claim', (sale) =>
    on(sale.payments?.[0], (row) =>
      sale.payments?.push({ ...row, claimId: 'other', captured: 1, refunded: 0 }),
    ),
  ),
  fault('customer-limit-kept', 'limit-exceeded', 'one seat too many', (sale) =>
    on(
      sale.claimSeats.find((row) => row.live),
      () => Object.assign(sale, { maxPerCustomer: 0 }),
    ),
  ),
];

export const FAULTS: readonly Fault[] = [...OF_THE_LEDGER, ...OF_ANSWERS, ...OF_A_LIFE, ...OF_WHAT_FOLLOWS];
