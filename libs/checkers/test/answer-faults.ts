import type { Fault } from './draft.js';
import {
  on,
  remove,
  told,
  refused,
  claimOf,
  versionOf,
  seatOf,
  rowsOf,
  beforeAll,
  transitions,
  later,
  fault,
} from './draft.js';

export const OF_ANSWERS: readonly Fault[] = [
  fault(
    'in-real-time',
    'out-of-order',
    'the later version was told before the earlier one was asked for',
    (sale) =>
      on(
        told(sale)
          .map((one) => later(sale, one))
          .find((one) => one !== undefined),
        (one) => Object.assign(one, beforeAll),
      ),
  ),
  fault('all-answered', 'spurious-refusal', '"taken", from the future', (sale) =>
    on(refused(sale)[0], (one) => Object.assign(one, beforeAll)),
  ),
  fault('all-answered', 'spurious-refusal', '"taken", from a replica that lags', (sale) =>
    on(
      refused(sale).find((one) => later(sale, one)),
      (one) => {
        const after = (later(sale, one)?.completedAtUs ?? 0) + 1;
        Object.assign(one, { invokedAtUs: after, completedAtUs: after + 1 });
      },
    ),
  ),
  fault('all-answered', 'spurious-refusal', '"taken", at a version that made the seat free', (sale) =>
    on(
      refused(sale).find((one) => rowsOf(sale, seatOf(one)).some((row) => row.to === 'available')),
      (one) => {
        const free = rowsOf(sale, seatOf(one)).find((row) => row.to === 'available');
        Object.assign(one.answers[0]!.seats[0]!, { version: free?.version });
      },
    ),
  ),
  fault('acked-is-stored', 'lost-acknowledgement', 'a yes without its row', (sale) =>
    on(told(sale)[0], (one) => {
      sale.ledger = sale.ledger.filter((row) => row.claimId !== one.answers[0]?.claimId);
    }),
  ),
  fault('acked-is-stored', 'lost-acknowledgement', 'a yes without its claim', (sale) =>
    on(told(sale)[0], (one) => remove(sale.claims, claimOf(sale, one))),
  ),
  fault('stored-was-told', 'phantom-write', 'sold, and told no', (sale) =>
    on(told(sale)[0], (one) => Object.assign(one, { outcome: 'fail' })),
  ),
  fault('stored-was-told', 'unexpected-write', 'sold to nobody who asked', (sale) =>
    remove(sale.operations, told(sale)[0]),
  ),
  fault('stored-was-told', 'unexpected-write', 'sold to a claim that there is not', (sale) =>
    on(transitions(sale)[0], (row) => Object.assign(row, { claimId: 'nobody' })),
  ),
  fault('stored-was-told', 'records-disagree', 'a live seat that nobody sold', (sale) =>
    on(sale.claimSeats[0], (row) => Object.assign(row, { live: !row.live })),
  ),
  fault('all-or-none', 'partial-claim', 'half a basket', (sale) =>
    on(
      told(sale).find((one) => one.quantity > 1),
      (one) =>
        remove(
          sale.claimSeats,
          sale.claimSeats.find((row) => row.claimId === one.answers[0]?.claimId),
        ),
    ),
  ),
  fault('honest-answers', 'other-answer', 'another claim for the same key', (sale) =>
    on(told(sale)[0]?.answers, (answers) => answers.unshift({ ...answers[0]!, claimId: 'other' })),
  ),
  fault('honest-answers', 'orphan-hold', 'refused for the sake of his own lost request', (sale) =>
    refused(sale).some((one) => {
      const row = rowsOf(sale, seatOf(one)).find(({ version }) => version === versionOf(one));
      const owner = sale.claims.find(({ claimId }) => claimId === row?.claimId);
      const owning = sale.operations.find(({ key }) => key === owner?.key);
      return on(owning, (other) => {
        Object.assign(other, { outcome: 'unknown', completedAtUs: Infinity });
        for (const mine of [one, claimOf(sale, one)]) Object.assign(mine ?? {}, { customer: other.customer });
      });
    }),
  ),
  fault('answered-in-time', 'too-late', 'an answer after six seconds', (sale) =>
    on(sale.operations[0]?.answers[0], (one) => Object.assign(one, { sentAtUs: one.atUs - 6_000_000 })),
  ),
];
