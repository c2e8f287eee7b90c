import { CommitUnknown, DatabaseUnavailable, sqlState, violatedConstraint } from '#postgres';
import { type ClaimOutcome, CONTENDED, IN_PROGRESS, unavailable } from './claim.js';

/** The key of this request was decided before, by this or by another replica. */
export class KeyKnown extends Error {
  override readonly name = 'KeyKnown';
}
class KeyLocked extends Error {
  override readonly name = 'KeyLocked';
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const LOCK_NOT_AVAILABLE = '55P03';
const SOMEBODY_ELSE = new Set([LOCK_NOT_AVAILABLE, '40P01', '40001']);

/** For the statement that inserts the key: what it waits for is another transaction with the same key. */
export const requestInProgress = (error: unknown): never => {
  throw sqlState(error) === LOCK_NOT_AVAILABLE
    ? new KeyLocked('the key is in an open transaction', { cause: error })
    : error;
};

/**
 * What PostgreSQL's refusals mean for a claim. Throws what is not an outcome: KeyKnown, a failed COMMIT (unknown) and
 * everything that nobody foresaw.
 */
export function databaseOutcome(error: unknown): ClaimOutcome {
  if (error instanceof CommitUnknown) throw error;
  if (error instanceof DatabaseUnavailable) return unavailable('database-unavailable');
  if (error instanceof KeyLocked) return IN_PROGRESS;
  if (SOMEBODY_ELSE.has(sqlState(error) ?? '')) return CONTENDED;
  if (violatedConstraint(error) === 'claims_request') throw new KeyKnown('claims_request', { cause: error });
  throw error;
}

/** The guard refused a second live claim: the strategy alone would have sold the seat twice. */
export const savedByGuard = (error: unknown): boolean => violatedConstraint(error) === 'claim_seats_guard';
