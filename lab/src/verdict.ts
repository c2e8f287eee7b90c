import type { Guarantee } from '#contracts';
import type { Finding, Verdict } from './checkers/evidence.js';

/**
 * A double sale stays one whatever else went wrong; and a run that was no race does not tell whether it was
 * available.
 */
const WORST_FIRST = ['UNSAFE', 'INCONCLUSIVE', 'UNAVAILABLE'] as const;

export function verdictOf(findings: readonly Finding[]): Verdict {
  const implied = new Set(findings.map((finding) => finding.implies));
  return WORST_FIRST.find((verdict) => implied.has(verdict)) ?? 'SAFE';
}

/** What a fault-free race must show. `none` has to be caught: else the harness proves nothing. */
export function expectedVerdict(guarantee: Guarantee, replicas: number, guard: boolean): Verdict {
  if (guard) return 'SAFE';
  const held: Readonly<Record<Guarantee, boolean>> = {
    none: false,
    'one-process': replicas === 1,
    lease: true,
    strict: true,
  };
  return held[guarantee] ? 'SAFE' : 'UNSAFE';
}
