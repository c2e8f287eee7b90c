/** Nothing was written: the statement never ran, or its transaction is known to be undone. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
}

/** The connection failed at or after COMMIT was sent: written or not, only the request's key can tell. */
export class CommitUnknown extends Error {
  override readonly name = 'CommitUnknown';
}

const field = (error: unknown, name: 'code' | 'constraint'): string | undefined => {
  const value: unknown = error instanceof Error ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' ? value : undefined;
};

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
export const sqlState = (error: unknown): string | undefined => {
  const code = field(error, 'code');
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
};

export const violatedConstraint = (error: unknown): string | undefined =>
  sqlState(error) === '23505' ? field(error, 'constraint') : undefined;

/** 08 connection, 53 resources, 57P shutdown, 25P03 idle in transaction: the session is gone. */
const SESSION_LOST = /^(08...|53...|57P..|25P03)$/;
const SOCKET_LOST = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)/;
/** node-postgres gives these no code. */
const DRIVER_LOST =
  /Connection terminated|timeout exceeded when trying|Query read timeout|not queryable|after calling end/;
const STATEMENT_CANCELLED = '57014';

/** The connection cannot be used again. */
export const connectionLost = (error: unknown): boolean => {
  const state = sqlState(error);
  if (state !== undefined) return SESSION_LOST.test(state);
  if (!(error instanceof Error)) return false;
  return SOCKET_LOST.test(field(error, 'code') ?? '') || DRIVER_LOST.test(error.message);
};

/** The same for what TypeORM rejects with, which wraps the driver's error. */
export const databaseLost = (error: unknown): boolean => {
  const cause: unknown = error instanceof Error ? Reflect.get(error, 'driverError') : undefined;
  return connectionLost(cause ?? error);
};

/** Before COMMIT was sent, a lost connection and a cancelled statement both mean: nothing was written. */
export const asUnavailable = (error: unknown): unknown =>
  databaseLost(error) || sqlState(error) === STATEMENT_CANCELLED
    ? new DatabaseUnavailable(error instanceof Error ? error.message : String(error), { cause: error })
    : error;
