import { DEADLINES_MS, until } from '#deadlines';
import { type Database, type Session, type Statement, sqlState } from '#postgres';
import { LIST_SEAT_TRANSACTIONS, type SeatTransaction, TRY_LOCK, UNLOCK } from './switch-statements.js';

export const SWITCH_DATABASE = Symbol('SwitchDatabase');
/** Switches of different events that one replica does at a time: each needs a session of PostgreSQL's. */
export const SWITCHES_MOST = 2;

/**
 * For the event's own row, which claims with `lockScope: event` lock one after the other: those before us give up after
 * DEADLINES_MS.lock, and a paused one is ended by the idle limit.
 */
export const TURN_MS = DEADLINES_MS.idleInTransaction + 200;
/** Two waits, for the row's queue and for its holder; still below what the driver waits for an answer. */
const STATEMENT_MS = TURN_MS + 200;
/** A switch is never idle for long: a process that is paused, or cut off, loses the lock. */
const IDLE_SESSION_MS = DEADLINES_MS.idleInTransaction;
const LIMITS = [`${TURN_MS}`, `${STATEMENT_MS}`, `${IDLE_SESSION_MS}`];
const LOOK_EVERY_MS = 5;

const LOCK_NOT_AVAILABLE = '55P03';
const STATEMENT_CANCELLED = '57014';

/**
 * A session on which nobody else switches the event meanwhile; undefined when somebody does. All that a switch writes
 * goes over the session that holds the lock, so that a process whose lock has gone to another can write nothing more.
 */
export async function whileAlone<Value>(
  database: Database,
  eventId: string,
  work: (session: Session) => Promise<Value>,
): Promise<Value | undefined> {
  return database.session(async (session) => {
    const [row] = await session.query<{ locked: boolean }>(TRY_LOCK, [eventId, ...LIMITS]);
    const value = row?.locked === true ? await work(session) : undefined;
    await session.query(UNLOCK, []);
    return value;
  });
}

/** The version that came of it; undefined, and nothing changed, when the row's turn did not come. */
export async function inTurn(
  session: Session,
  statement: Statement,
  values: readonly unknown[],
): Promise<number | undefined> {
  try {
    const [row] = await session.query<{ policy_version: number }>(statement, values);
    if (row === undefined) throw new Error(`${statement.name} found no event ${String(values[0])}`);
    return row.policy_version;
  } catch (error) {
    const state = sqlState(error);
    if (state === LOCK_NOT_AVAILABLE || state === STATEMENT_CANCELLED) return undefined;
    throw error;
  }
}

/**
 * Of the seat transactions that are open now, those that are still open after so many ms. Outside any transaction:
 * pg_stat_activity stands still inside one.
 */
export async function oldClaimsLeft(session: Session, withinMs: number): Promise<SeatTransaction[]> {
  let left = await seatTransactions(session);
  await until(withinMs, LOOK_EVERY_MS, async () => {
    const open = new Set((await seatTransactions(session)).map(nameOf));
    left = left.filter((transaction) => open.has(nameOf(transaction)));
    return left.length === 0;
  });
  return left;
}

const seatTransactions = (session: Session): Promise<SeatTransaction[]> =>
  session.query<{ pid: number; since: string }>(LIST_SEAT_TRANSACTIONS, []);

const nameOf = ({ pid, since }: SeatTransaction): string => `${pid} ${since}`;
