import type { Guarantee } from '#contracts';
import type { Verdict } from '#checkers';
import type { FaultName } from './faults.js';
import { isBrokenBy } from './faults.js';
import type { RunParameters } from './run-parameters.js';

/** What a race must show. `none` has to be caught, and a lease under its fault: else the harness proves nothing. */
export function expectedVerdict(
  guarantee: Guarantee,
  replicas: number,
  guard: boolean,
  fault: FaultName | null = null,
): Verdict {
  if (guard) return 'SAFE';
  const held: Readonly<Record<Guarantee, boolean>> = {
    none: false,
    'one-process': replicas === 1,
    lease: true,
    strict: true,
  };
  const broken = fault !== null && isBrokenBy(fault, guarantee);
  return held[guarantee] && !broken ? 'SAFE' : 'UNSAFE';
}

/** Does the rule hold customers who claim several times at once to their limit? docs/measurements.md, "isolation". */
export function limitHolds(
  run: Pick<RunParameters, 'maxPerCustomer' | 'limitRule' | 'isolation' | 'customers' | 'buyers'>,
): boolean {
  if (run.maxPerCustomer === null || run.customers === run.buyers) return true;
  const rightUnder = {
    counter: ['read committed', 'repeatable read', 'serializable'],
    count: ['serializable'],
    'count-under-lock': ['read committed', 'serializable'],
  }[run.limitRule];
  return rightUnder.includes(run.isolation);
}
