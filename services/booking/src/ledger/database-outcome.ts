import { CommitUnknown, DatabaseUnavailable, sqlState, violatedConstraint } from '#postgres';
import { type ClaimOutcome, CONTENDED, IN_PROGRESS, unavailable } from './claim.js';

class KeyLocked extends Error {
  override readonly name = 'KeyLocked';
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const LOCK_NOT_AVAILABLE = '55P03';
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';

/** PostgreSQL undid the transaction because of another one, and asks for the whole of it again. */
export const undoneByAnother = (error: unknown): string | undefined => {
  const state = sqlState(error);
  return state === SERIALIZATION_FAILURE || state === DEADLOCK_DETECTED ? state : undefined;
};

/** For the statement that inserts the key: what it waits for is another transaction with the same key. */
export const requestInProgress = (error: unknown): never => {
  throw sqlState(error) === LOCK_NOT_AVAILABLE
    ? new KeyLocked('the key is in an open transaction', { cause: error })
    : error;
};

/**
 * What PostgreSQL's refusals mean for a claim. Throws what is not an outcome: a failed COMMIT (unknown) and everything
 * that nobody foresaw.
 */
export function databaseOutcome(error: unknown): ClaimOutcome {
  if (error instanceof CommitUnknown) throw error;
  if (error instanceof DatabaseUnavailable) return unavailable('database-unavailable');
  if (error instanceof KeyLocked || violatedConstraint(error) === 'claims_request') return IN_PROGRESS;
  if (sqlState(error) === LOCK_NOT_AVAILABLE || undoneByAnother(error) !== undefined) return CONTENDED;
  throw error;
}

/** The guard refused a second live claim: the strategy alone would have sold the seat twice. */
export const savedByGuard = (error: unknown): boolean => violatedConstraint(error) === 'claim_seats_guard';
