// @ts-check
/**
 * What a strategy must show: its guarantee is kept, and what it does not promise is caught, or the load proves nothing.
 * The lab's own rule (lab/src/verdict.ts; expected.spec.ts holds both to each other).
 * @param {string} guarantee @param {number} replicas @param {boolean} guard
 */
export function expectedVerdict(guarantee, replicas, guard) {
  if (guard || guarantee === 'lease' || guarantee === 'strict') return 'SAFE';
  return guarantee === 'one-process' && replicas === 1 ? 'SAFE' : 'UNSAFE';
}
