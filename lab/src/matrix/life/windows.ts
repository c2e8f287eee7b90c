import type { ChangeStep } from '#contracts';
import type { Fault } from '../../faults/fault.js';

/** The changes of claims that are held when the fault comes. */
export const HELD = ['confirm', 'give-back', 'pay', 'sweep'] as const;
export type Held = (typeof HELD)[number];

/**
 * Written and not committed, where it is the commit that fails; decided, with the claim's row locked, where its holder
 * does not come back (and who confirms finds that his transaction is gone); else not decided, so that others decide.
 */
export function windowOf(
  { window, victimAnswers, takesHolder }: Pick<Fault, 'window' | 'victimAnswers' | 'takesHolder'>,
  change: Held,
): ChangeStep {
  if (window === 'before-commit') return 'before-commit';
  if (victimAnswers && takesHolder !== true) return 'before-decide';
  return change === 'confirm' ? 'before-commit' : 'after-decide';
}
