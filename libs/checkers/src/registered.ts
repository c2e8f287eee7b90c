import type { Checker, Finding } from './finding.js';

type Finds = { [verdict in Finding['implies']]?: { [kind in Finding['kind']]?: string } };

export interface Registered {
  check: Checker;
  /** the invariants I1 to I12 of the lab */
  invariants: readonly number[];
  /** by verdict and kind of finding, what it says; docs/history.md is written of it */
  finds: Finds;
}
