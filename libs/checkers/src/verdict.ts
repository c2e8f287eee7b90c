import type { Finding, Verdict } from './finding.js';

/**
 * A double sale stays one whatever else went wrong; and a run that was no race does not tell whether it was
 * available.
 */
const WORST_FIRST = ['UNSAFE', 'INCONCLUSIVE', 'UNAVAILABLE'] as const;

export function verdictOf(findings: readonly Finding[]): Verdict {
  const implied = new Set(findings.map((finding) => finding.implies));
  return WORST_FIRST.find((verdict) => implied.has(verdict)) ?? 'SAFE';
}
