import { type ClaimOutcome, CONTENDED } from '../claim-strategy.js';
import { pause } from '#deadlines';

interface Limits {
  readonly tries: number;
  /** The n-th back-off (from 0) lasts firstDelayMs · 2ⁿ, half of it at random. */
  readonly firstDelayMs: number;
}

/** The only retry loop of the claims: again while the answer is "contended", a bounded number of times. */
export async function retry(
  limits: Limits,
  attempt: () => Promise<ClaimOutcome>,
  exhausted: ClaimOutcome,
): Promise<ClaimOutcome> {
  for (let tried = 0; tried < limits.tries; tried += 1) {
    if (tried > 0) await pause(limits.firstDelayMs * 2 ** (tried - 1) * (0.5 + Math.random() / 2));
    const outcome = await attempt();
    if (outcome !== CONTENDED) return outcome;
  }
  return exhausted;
}
