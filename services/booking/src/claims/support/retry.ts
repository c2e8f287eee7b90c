import { pause } from '#deadlines';
import { undoneByAnother } from '../../ledger/database-outcome.js';
import { type ClaimOutcome, type ClaimRequest, CONTENDED } from '../claim-strategy.js';
import { retries, transactionsUndone } from './claim-counters.js';

interface Limits {
  readonly tries: number;
  /** The n-th back-off (from 0) lasts firstDelayMs · 2ⁿ, half of it at random. */
  readonly firstDelayMs: number;
}

/**
 * The only retry loop of the claims: again, as a whole, while it is contended or PostgreSQL undid it because of another
 * transaction, and a bounded number of times. A lock that was not to be had in time is an answer, and not tried again.
 */
export async function retry(
  request: ClaimRequest,
  limits: Limits,
  attempt: () => Promise<ClaimOutcome>,
): Promise<ClaimOutcome> {
  const { strategy } = request.policy;
  for (let tried = 1; ; tried += 1) {
    const { outcome, cause } = await once(strategy, attempt);
    if (outcome !== CONTENDED || tried === limits.tries) return outcome;
    retries.inc({ strategy, cause });
    await pause(limits.firstDelayMs * 2 ** (tried - 1) * (0.5 + Math.random() / 2));
  }
}

async function once(
  strategy: string,
  attempt: () => Promise<ClaimOutcome>,
): Promise<{ outcome: ClaimOutcome; cause: string }> {
  try {
    return { outcome: await attempt(), cause: 'contended' };
  } catch (error) {
    const sqlstate = undoneByAnother(error);
    if (sqlstate === undefined) throw error;
    transactionsUndone.inc({ strategy, sqlstate });
    return { outcome: CONTENDED, cause: sqlstate };
  }
}
