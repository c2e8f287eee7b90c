import type { ClaimRow, Evidence, LedgerRow, Operation } from '../src/evidence.js';
import type { Finding } from '../src/finding.js';

/** Evidence that may be changed: a copy of a valid one. */
export type Draft = {
  -readonly [Part in keyof Evidence]: NonNullable<Evidence[Part]> extends readonly (infer Row)[]
    ? Row[]
    : Evidence[Part];
};

/** Plants one fault; false: this sale has no place for it. */
type Plant = (sale: Draft) => boolean;

export interface Fault {
  name: string;
  /** which checker has to find it, and as what */
  checker: string;
  kind: Finding['kind'];
  plant: Plant;
}

export const on = <Item>(item: Item | undefined, change: (item: Item) => unknown): boolean => {
  if (item !== undefined) change(item);
  return item !== undefined;
};
export const remove = <Row>(rows: Row[] | undefined, row: Row | undefined): boolean =>
  on(row, (one) => rows?.splice(rows.indexOf(one), 1));

export const told = (sale: Draft): Operation[] => sale.operations.filter((one) => one.outcome === 'ok');
export const refused = (sale: Draft): Operation[] =>
  sale.operations.filter((one) => one.answers[0]?.code === 'seat-taken' && one.outcome === 'fail');
export const claimOf = (sale: Draft, { key }: Operation): ClaimRow | undefined =>
  sale.claims.find((one) => one.key === key);
export const versionOf = (operation: Operation): number => operation.answers[0]?.seats[0]?.version ?? 0;
export const seatOf = (operation: Operation): string => operation.answers[0]?.seats[0]?.label ?? '';
export const rowsOf = (sale: Draft, seat: string | null): LedgerRow[] =>
  sale.ledger.filter((row) => row.seat === seat);
export const beforeAll = { invokedAtUs: -10, completedAtUs: -5 };
export const transitions = (sale: Draft): LedgerRow[] => sale.ledger.filter((row) => row.seat !== null);

/** A later yes on the seat of an earlier answer. */
export const later = (sale: Draft, operation: Operation): Operation | undefined =>
  told(sale).find((one) => seatOf(one) === seatOf(operation) && versionOf(one) > versionOf(operation));

export const fault = (checker: string, kind: Finding['kind'], name: string, plant: Plant): Fault => ({
  ...{ name, checker, kind, plant },
});
