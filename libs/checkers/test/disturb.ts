import type { Evidence, LedgerRow, Operation } from '../src/evidence.js';

type Random = () => number;
const below = (random: Random, most: number): number => Math.floor(random() * most);
const oneOf = <Item>(random: Random, items: readonly Item[]): Item | undefined =>
  items[below(random, items.length)];

/** What a request may turn out to be; of a copy, so that the valid evidence stays. */
type Disturbance = (random: Random, operations: Operation[], ledger: LedgerRow[]) => void;

const SHIFT_US = 900;

const DISTURBANCES: readonly Disturbance[] = [
  // asked or told at another time
  (random, operations) => {
    const operation = oneOf(random, operations);
    if (operation === undefined) return;
    const took = operation.completedAtUs - operation.invokedAtUs;
    operation.invokedAtUs += below(random, 2 * SHIFT_US) - SHIFT_US;
    operation.completedAtUs =
      operation.invokedAtUs + (Number.isFinite(took) ? 1 + below(random, took) : took);
  },
  // told another version
  (random, operations) => {
    const seat = oneOf(random, operations)?.answers.at(-1)?.seats[0];
    if (seat !== undefined) seat.version += below(random, 2) === 0 ? 1 : -1;
  },
  (random, operations) => {
    const operation = oneOf(random, operations);
    if (operation !== undefined)
      operation.outcome = oneOf(random, ['ok', 'fail', 'unknown'] as const) ?? 'ok';
  },
  (random, _, ledger) => void ledger.splice(1 + below(random, ledger.length - 1), 1),
  (random, _, ledger) => {
    const row = oneOf(random, ledger.slice(1));
    if (row !== undefined) ledger.push({ ...row, ledgerId: ledger.length + 1 });
  },
  (random, _, ledger) => {
    const row = oneOf(random, ledger.slice(1));
    const other = oneOf(random, ledger.slice(1));
    if (row !== undefined && other !== undefined) row.claimId = other.claimId;
  },
  (random, _, ledger) => {
    const row = oneOf(random, ledger.slice(1));
    if (row !== undefined) row.to = oneOf(random, ['available', 'held', 'booked'] as const) ?? 'held';
  },
  // two versions change places
  (random, _, ledger) => {
    const row = oneOf(random, ledger.slice(1));
    const other = oneOf(random, ledger.slice(1));
    if (row === undefined || other === undefined) return;
    [row.version, other.version] = [other.version, row.version];
  },
];

/** The same evidence with one thing changed that may be a fault, or may not: that is for the checkers to say. */
export function disturbed(random: Random, evidence: Evidence): Evidence {
  const operations = structuredClone(evidence.operations) as Operation[];
  const ledger = structuredClone(evidence.ledger) as LedgerRow[];
  oneOf(random, DISTURBANCES)?.(random, operations, ledger);
  return { ...evidence, operations, ledger };
}
