import pg from 'pg';
import { type PoolNeeds, connectionOptions } from './connection-options.js';
import type { Ending } from './ending.js';
import { CommitUnknown, asUnavailable, connectionLost } from './failures.js';

/** A named statement is parsed and planned once per connection: unnamed it cost PostgreSQL a quarter more. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  /** It reads, or locks, and so may travel with BEGIN: were BEGIN refused, nothing would have been written. */
  readonly changesNothing?: true;
}

export interface Session {
  query<Row extends pg.QueryResultRow>(statement: Statement, values: readonly unknown[]): Promise<Row[]>;
}
export type Transaction = Session;

/** A bounded pool of sessions under one application name. Rejects with DatabaseUnavailable or CommitUnknown. */
export class Database {
  readonly #pool: pg.Pool;
  readonly #sessions: number;

  constructor(url: string, needs: PoolNeeds, onSessionLost: (error: Error) => void) {
    this.#sessions = needs.poolSize;
    this.#pool = new pg.Pool(connectionOptions(url, needs));
    // a session can be lost between two statements, when no query is there to reject
    this.#pool.on('connect', (client) => client.on('error', onSessionLost));
    this.#pool.on('error', onSessionLost);
  }

  /** One statement in autocommit. A write sent this way may have happened when it rejects. */
  async query<Row extends pg.QueryResultRow>(
    statement: Statement,
    values: readonly unknown[],
  ): Promise<Row[]> {
    return this.#withClient((client) => run<Row>(client, statement, values));
  }

  /** @param begin e.g. BEGIN ISOLATION LEVEL SERIALIZABLE */
  async transaction<Value>(
    work: (tx: Transaction) => Promise<Ending<Value>>,
    begin = 'BEGIN',
  ): Promise<Value> {
    return this.#withClient(async (client) => {
      const begun = client.query(begin);
      const ending = await work({
        query: async <Row extends pg.QueryResultRow>(statement: Statement, values: readonly unknown[]) => {
          if (!statement.changesNothing) await begun;
          const [rows] = await Promise.all([run<Row>(client, statement, values), begun]);
          return rows;
        },
      });
      await begun;
      await (ending.commits ? sendCommit(client) : client.query('ROLLBACK'));
      return ending.value;
    });
  }

  /**
   * Several statements on one session, each in autocommit. It is closed when the work rejects, so that what it had
   * locked ends with it. Rejects with what PostgreSQL says: a statement whose session was lost may have taken effect.
   */
  async session<Value>(work: (session: Session) => Promise<Value>): Promise<Value> {
    const client = await this.#connect();
    let usable = false;
    try {
      const value = await work({ query: (statement, values) => run(client, statement, values) });
      usable = true;
      return value;
    } finally {
      client.release(!usable);
    }
  }

  /**
   * Opens every session of the pool before the first request needs one: on a busy machine opening one takes longer
   * than a request may wait for it. What cannot be opened now is opened when it is needed.
   */
  async warm(): Promise<void> {
    const opened = await Promise.allSettled(
      Array.from({ length: this.#sessions }, () => this.#pool.connect()),
    );
    for (const session of opened) if (session.status === 'fulfilled') session.value.release();
  }

  /** Sessions in use, idle, and callers that wait for one. */
  usage(): { total: number; idle: number; waiting: number } {
    return { total: this.#pool.totalCount, idle: this.#pool.idleCount, waiting: this.#pool.waitingCount };
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #connect(): Promise<pg.PoolClient> {
    return this.#pool.connect().catch((error: unknown) => {
      throw asUnavailable(error);
    });
  }

  async #withClient<Value>(work: (client: pg.PoolClient) => Promise<Value>): Promise<Value> {
    const client = await this.#connect();
    let usable = true;
    try {
      return await work(client);
    } catch (error) {
      usable = !(error instanceof CommitUnknown) && !connectionLost(error) && (await undone(client));
      throw asUnavailable(error);
    } finally {
      client.release(!usable);
    }
  }
}

async function run<Row extends pg.QueryResultRow>(
  client: pg.PoolClient,
  statement: Statement,
  values: readonly unknown[],
): Promise<Row[]> {
  const { name, text } = statement;
  const result = await client.query<Row>({ name, text, values: [...values] });
  return result.rows;
}

async function sendCommit(client: pg.PoolClient): Promise<void> {
  try {
    await client.query('COMMIT');
  } catch (error) {
    if (connectionLost(error))
      throw new CommitUnknown('the connection was lost during COMMIT', { cause: error });
    throw error;
  }
}

/** ROLLBACK outside a transaction is only a warning, so a failed autocommit statement may come here too. */
async function undone(client: pg.PoolClient): Promise<boolean> {
  try {
    await client.query('ROLLBACK');
    return true;
  } catch {
    // the session is thrown away, which undoes its transaction as well
    return false;
  }
}
