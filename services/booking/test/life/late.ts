import { CommitUnknown, DatabaseUnavailable, sqlState } from '#postgres';

/** The machine was too busy: above a deadline of the services, or below that of a race. It says nothing about them. */
export class TooLate extends Error {
  override readonly name = 'TooLate';
}

const LOCK_NOT_AVAILABLE = '55P03';
const ANSWERS = ['database-unavailable', 'answer-not-stored', 'unknown'];

export const isLate = (error: unknown): boolean =>
  error instanceof TooLate ||
  error instanceof DatabaseUnavailable ||
  error instanceof CommitUnknown ||
  sqlState(error) === LOCK_NOT_AVAILABLE;

export const isLateAnswer = (answer: unknown): boolean => ANSWERS.includes(String(answer));
