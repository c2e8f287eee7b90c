import pg from 'pg';
import { DEADLINES_MS } from '#deadlines';

const KEEP_ALIVE_AFTER_MS = 5_000;
/**
 * Not left to the server's configuration: a waiting statement of a client that died must not go on and commit (it
 * does by default), and a yes waits for the disk.
 */
const SESSION = '-c client_connection_check_interval=200ms -c synchronous_commit=on';
/** pg_type.oid of bigint. */
const INT8: number = pg.types.builtins.INT8;

/** Ids and versions stay below 2^53, so int8 arrives as a number and not as a string. */
const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 && format !== 'binary'
      ? Number
      : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

export interface PoolNeeds {
  /** Shown in pg_stat_activity. A switch of the sale policy waits for the transactions of `lastseat-seats`. */
  readonly applicationName: string;
  readonly poolSize: number;
}

/** node-postgres waits for ever by default; every limit here is one of DEADLINES_MS. */
export const connectionOptions = (url: string, needs: PoolNeeds): pg.PoolConfig => ({
  connectionString: url,
  application_name: needs.applicationName,
  max: needs.poolSize,
  types,
  // statements that do not wait for each other's answers are sent together: each answer waited for is a turn of a busy
  // event loop
  pipeline: true,
  connectionTimeoutMillis: DEADLINES_MS.poolClient,
  lock_timeout: DEADLINES_MS.lock,
  statement_timeout: DEADLINES_MS.statement,
  idle_in_transaction_session_timeout: DEADLINES_MS.idleInTransaction,
  query_timeout: DEADLINES_MS.clientQuery,
  options: SESSION,
  // a session that was closed for idling would be missing in the next rush
  idleTimeoutMillis: 0,
  keepAlive: true,
  keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
});
