import type { ChangeAnswer, ClaimRow } from '../src/evidence.js';
import type { Draft, Fault } from './draft.js';
import { fault, on } from './draft.js';

/** A claim that its bearer was told is so, and was in the end. */
const told = (sale: Draft, does: ChangeAnswer['does'], status: string): ClaimRow | undefined =>
  sale.claims.find(
    (claim) =>
      claim.status === status &&
      sale.changes?.some(
        (one) => one.does === does && one.status === status && one.claimId === claim.claimId,
      ),
  );
const becomes = (claim: ClaimRow | undefined, status: string): boolean =>
  on(claim, (one) => Object.assign(one, { status }));

export const OF_A_LIFE: readonly Fault[] = [
  fault('held-to-the-end', 'ended-early', 'a hold that was ended before its time', (sale) =>
    on(
      sale.claims.find(({ status }) => status === 'expired'),
      (claim) => Object.assign(claim, { expiresAtUs: 5 }),
    ),
  ),
  fault('told-stays-so', 'lost-acknowledgement', 'confirmed, and swept', (sale) =>
    becomes(told(sale, 'confirm', 'booked'), 'expired'),
  ),
  fault('told-stays-so', 'lost-acknowledgement', 'given back, and still held', (sale) =>
    becomes(told(sale, 'give-back', 'released'), 'held'),
  ),
  fault('told-stays-so', 'lost-acknowledgement', 'extended, and not for so long', (sale) =>
    on(
      sale.changes?.find(({ does, status }) => does === 'extend' && status === 'held'),
      (change) => Object.assign(change, { expiresAtUs: 1_000_000 }),
    ),
  ),
  fault('told-stays-so', 'came-back', 'over, and booked after that', (sale) =>
    becomes(told(sale, 'read', 'expired'), 'booked'),
  ),
  fault('bearer-alone', 'not-the-bearer', 'given back by somebody else', (sale) =>
    on(
      sale.changes?.find(({ bearer }) => !bearer),
      (change) => Object.assign(change, { outcome: 'ok', code: 'released', status: 'released' }),
    ),
  ),
  fault('bearer-alone', 'unasked-change', 'booked, and nobody asked', (sale) =>
    on(told(sale, 'confirm', 'booked'), ({ claimId }) =>
      Object.assign(sale, { changes: sale.changes?.filter((one) => one.claimId !== claimId) }),
    ),
  ),
  fault('claims-have-their-seats', 'records-disagree', 'over, and its seats are kept', (sale) =>
    becomes(
      sale.claims.find(({ status }) => status === 'booked'),
      'expired',
    ),
  ),
  fault('nothing-left', 'leak', 'over, and not swept', (sale) =>
    on(
      sale.claims.find(({ status }) => status === 'held'),
      () => Object.assign(sale, { sweptAtUs: 1 }),
    ),
  ),
];
