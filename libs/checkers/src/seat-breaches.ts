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

/** What the rules over columns find in the evidence, of those that are asked for. */
export function seatBreaches(evidence: Evidence, ...rules: readonly Rule[]): SeatBreach[] {
  const { columns, legend } = columnsOf(evidence);
  return examine(columns)
    .filter(({ rule }) => rules.includes(rule))
    .map(({ rule, row, told, against }) => {
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
