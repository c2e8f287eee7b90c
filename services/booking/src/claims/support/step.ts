import type { StepName } from '../../ledger/claim.js';
import { pause } from '#deadlines';

/**
 * The seam at which a claim can be slowed down: simulated work (later the lab's failpoints too). The work happens after
 * the read, where a real sale would ask for the price or the payment; a strategy that decides in one statement and so
 * has no such moment does it before COMMIT.
 */
export function stepsWithWork(workMs: number): (name: StepName) => Promise<void> {
  if (workMs === 0) return () => Promise.resolve();
  let hasRead = false;
  return async (name) => {
    if (name === 'after-read') hasRead = true;
    if (name === 'after-read' || (name === 'before-commit' && !hasRead)) await pause(workMs);
  };
}
