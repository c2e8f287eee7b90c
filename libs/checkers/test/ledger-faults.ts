import type { Fault } from './draft.js';
import { on, remove, rowsOf, transitions, fault } from './draft.js';

export const OF_THE_LEDGER: readonly Fault[] = [
  fault('sold-once', 'double-sale', 'the second of two writers', (sale) =>
    on(
      transitions(sale).findLast((row) => row.to !== 'available' && rowsOf(sale, row.seat).at(-1) === row),
      (last) =>
        sale.ledger.push({
          ...last,
          claimId: 'other',
          from: last.to,
          liveDelta: 1,
          version: (last.version ?? 0) + 1,
        }),
    ),
  ),
  fault('sold-once', 'broken-ledger', 'a fork: one version, two writers', (sale) =>
    on(transitions(sale).at(-1), (last) => sale.ledger.push({ ...last, claimId: 'other' })),
  ),
  fault('sold-once', 'broken-ledger', 'a hole in the versions', (sale) =>
    remove(
      sale.ledger,
      transitions(sale).find((row) => rowsOf(sale, row.seat).at(-1) !== row),
    ),
  ),
  fault('sold-once', 'broken-ledger', 'rows out of turn', (sale) =>
    on(
      transitions(sale).find((row) => row.version === 2),
      (row) => {
        sale.ledger.splice(sale.ledger.indexOf(row), 1);
        sale.ledger.splice(1, 0, row);
      },
    ),
  ),
  fault('legal-transitions', 'illegal-transition', 'given back by somebody else', (sale) =>
    on(
      transitions(sale).find((row) => row.liveDelta < 1),
      (row) => Object.assign(row, { claimId: 'other' }),
    ),
  ),
  fault('legal-transitions', 'illegal-transition', 'free again, and still live', (sale) =>
    on(
      transitions(sale).find((row) => row.liveDelta < 0),
      (row) => Object.assign(row, { liveDelta: 0 }),
    ),
  ),
  fault('conserved', 'not-conserved', 'more sold than there was', (sale) =>
    on(transitions(sale)[0] && sale.ledger[0], (birth) => Object.assign(birth, { seats: 0 })),
  ),
  fault('conserved', 'not-conserved', 'a seat that is gone', (sale) => remove(sale.seats, sale.seats?.[0])),
  fault('conserved', 'records-disagree', 'a seat that is free again, and nobody gave it back', (sale) =>
    on(
      sale.seats?.find((seat) => seat.status !== 'available'),
      (seat) => Object.assign(seat, { status: 'available' }),
    ),
  ),
  fault('fence-kept', 'fence-fell', 'a fence that goes down', (sale) =>
    on(sale.fences?.at(-1), ({ seat, fence }) => sale.fences?.push({ seat, fence: fence - 1 })),
  ),
];
