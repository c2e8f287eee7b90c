import type { TestingModule } from '@nestjs/testing';
import pg from 'pg';
import { inject } from 'vitest';
import { until } from '#deadlines';
import { type TestDatabase, cloneDatabase } from '../../../../tools/test-servers/databases.ts';
import { PaymentRounds } from '../../src/booking/paying/payment-rounds.ts';
import { SEATS_APPLICATION } from '../../src/ledger/seat-transactions.ts';
import { Gates } from './gates.ts';
import { RealEvent } from './real-event.ts';
import { ProviderInProcess, bookingInProcess } from './shop-in-process.ts';
import type { Settings } from './world.ts';

/** So few that the last one comes before the first has waited for a lock as long as it may, on a busy machine too. */
export const EVENTS_AT_ONCE = 6;
/** Of each replica: a change and a read for every event. */
const SESSIONS = 3 * EVENTS_AT_ONCE;
const WAITING_MS = 10_000;
const LOOK_EVERY_MS = 2;

const WAITING = `
  SELECT FROM pg_stat_activity
  WHERE datname = current_database() AND application_name = '${SEATS_APPLICATION}' AND wait_event_type = 'Lock'`;
const OPEN = `
  SELECT FROM pg_stat_activity
  WHERE datname = current_database() AND application_name = '${SEATS_APPLICATION}' AND xact_start IS NOT NULL`;

/** Two replicas and the provider on one database; nothing runs by itself. */
export class Arena {
  private constructor(
    private readonly database: TestDatabase,
    readonly sql: pg.Pool,
    private readonly provider: ProviderInProcess,
    readonly replicas: readonly [TestingModule, TestingModule],
    readonly gates: Gates,
  ) {}

  static async open(): Promise<Arena> {
    const database = await cloneDatabase(inject('servers').templateUrl);
    const provider = new ProviderInProcess(database.url, EVENTS_AT_ONCE);
    const gates = new Gates();
    const changeSteps = { of: gates.stepsOf };
    const replicas = [
      await bookingInProcess(database.url, provider, SESSIONS, changeSteps),
      await bookingInProcess(database.url, provider, SESSIONS, changeSteps),
    ] as const;
    const sql = new pg.Pool({ connectionString: database.url, max: EVENTS_AT_ONCE });
    return new Arena(database, sql, provider, replicas, gates);
  }

  async close(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.close()));
    await this.provider.close();
    await this.sql.end();
    await this.database.drop();
  }

  begin(settings: Settings): Promise<RealEvent> {
    const { sql, provider } = this;
    return RealEvent.begin({ sql, provider, booking: this.replicas[0] }, settings);
  }

  /** Refunds what is due. */
  async settle(): Promise<void> {
    for (let more = true; more;) more = await this.replicas[0].get(PaymentRounds).settleSome();
  }

  /** Until so many transactions wait for another one. */
  wait(transactions: number): Promise<void> {
    return this.#until(WAITING, (rows) => rows >= transactions);
  }

  /** Until no transaction is left, of races that came to nothing either. */
  quiet(): Promise<void> {
    return this.#until(OPEN, (rows) => rows === 0);
  }

  async #until(text: string, isSo: (rows: number) => boolean): Promise<void> {
    const looked = async (): Promise<boolean> => isSo((await this.sql.query(text)).rowCount ?? 0);
    if (!(await until(WAITING_MS, LOOK_EVERY_MS, looked)))
      throw new Error(`not within ${WAITING_MS} ms:${text}`);
  }
}
