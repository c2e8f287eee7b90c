import type { Rule } from './columns/columns.js';
import { NONE } from './columns/columns.js';
import { examine } from './columns/examine.js';
import { columnsOf } from './columns/from-evidence.js';
import type { Evidence, LedgerRow, Operation } from './evidence.js';

/** A breach of a rule about seats with the rows and the request that its numbers stand for. */
export interface SeatBreach {
  rule: Rule;
  seat: string;
  /** the row that breaks the rule, and the one it contradicts */
  row: LedgerRow | undefined;
  against: LedgerRow | undefined;
  /** who was told what is not so, and at which version; null: he was told none */
  operation: Operation | undefined;
  version: number | null;
}

/** Several checkers word what one examination finds. Evidence is not changed once it has been judged. */
const examined = new WeakMap<Evidence, SeatBreach[]>();

/** What the rules over columns find in the evidence, of those that are asked for. */
export function seatBreaches(evidence: Evidence, ...rules: readonly Rule[]): SeatBreach[] {
  const found = examined.get(evidence) ?? allBreaches(evidence);
  examined.set(evidence, found);
  return found.filter(({ rule }) => rules.includes(rule));
}

function allBreaches(evidence: Evidence): SeatBreach[] {
  const { columns, legend } = columnsOf(evidence);
  return examine(columns).map(({ rule, row, told, against }) => {
    const line = told === NONE ? undefined : legend.told[told];
    const broken = row === NONE ? undefined : legend.rows[row];
    return {
      rule,
      seat: line?.seat ?? broken?.seat ?? '',
      row: broken,
      against: against === NONE ? undefined : legend.rows[against],
      operation: line?.operation,
      version: line?.version ?? broken?.version ?? null,
    };
  });
}
