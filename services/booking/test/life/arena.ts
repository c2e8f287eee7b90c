import { randomUUID } from 'node:crypto';
import type { TestingModule } from '@nestjs/testing';
import pg from 'pg';
import { inject } from 'vitest';
import { DEFAULT_POLICY, type PolicyChange } from '#contracts';
import { until } from '#deadlines';
import { type TestDatabase, cloneDatabase } from '../../../../tools/test-servers/databases.ts';
import { PaymentRounds } from '../../src/booking/paying/payment-rounds.ts';
import { ChangeSteps } from '../../src/ledger/life/change-steps.ts';
import { Gates } from './gates.ts';
import { OPEN_EVENT } from './lane-statements.ts';
import { Round } from './round.ts';
import { ProviderInProcess, bookingInProcess } from './shop-in-process.ts';
import { HOLD_S, PRICES } from './world.ts';

/** Both sides of each are in a transaction; well below a session's limit of waiting, also on a busy machine. */
const ROUNDS_AT_ONCE = 8;
const SESSIONS = 3 * ROUNDS_AT_ONCE;
const WAITING_MS = 10_000;
const LOOK_EVERY_MS = 2;

/** Two replicas and the provider on one database; nothing runs by itself. */
export class Arena {
  private constructor(
    private readonly database: TestDatabase,
    readonly sql: pg.Pool,
    readonly provider: ProviderInProcess,
    readonly replicas: readonly [TestingModule, TestingModule],
    readonly gates: Gates,
  ) {}

  static async open(): Promise<Arena> {
    const database = await cloneDatabase(inject('servers').templateUrl);
    const provider = new ProviderInProcess(database.url, ROUNDS_AT_ONCE);
    const gates = new Gates();
    const replica = async (): Promise<TestingModule> => {
      const booking = await bookingInProcess(database.url, provider, SESSIONS);
      booking.get(ChangeSteps).use(gates.stepsOf);
      return booking;
    };
    const replicas: [TestingModule, TestingModule] = [await replica(), await replica()];
    const sql = new pg.Pool({ connectionString: database.url, max: ROUNDS_AT_ONCE });
    return new Arena(database, sql, provider, replicas, gates);
  }

  async close(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.close()));
    await this.provider.close();
    await this.sql.end();
    await this.database.drop();
  }

  /** So many rounds of a race, each on an event of its own; what they came to. */
  async race<End>(
    times: number,
    policy: PolicyChange,
    fight: (round: Round) => Promise<End>,
  ): Promise<End[]> {
    const ends: End[] = [];
    for (let done = 0; done < times; done += ROUNDS_AT_ONCE) {
      const many = Math.min(ROUNDS_AT_ONCE, times - done);
      const rounds = Array.from({ length: many }, () => this.#round(policy));
      ends.push(...(await Promise.all(rounds.map(async (round) => fight(await round)))));
    }
    return ends;
  }

  /** Refunds what is due. */
  async settle(): Promise<void> {
    while (await this.replicas[0].get(PaymentRounds).settleSome());
  }

  /** Until somebody waits for the transaction of that session's row: then the second one is where it has to be. */
  async waits(eventId: string): Promise<void> {
    const waiting = async (): Promise<boolean> => {
      const { rowCount } = await this.sql.query(
        `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()
          AND application_name = 'lastseat-seats'`,
      );
      return (rowCount ?? 0) > 0;
    };
    if (!(await until(WAITING_MS, LOOK_EVERY_MS, waiting))) throw new Error(`nobody waits in ${eventId}`);
  }

  async #round(policy: PolicyChange): Promise<Round> {
    const eventId = randomUUID();
    const rules = { ...DEFAULT_POLICY, strategy: 'conditional', holdSeconds: HOLD_S, ...policy };
    await this.sql.query({ ...OPEN_EVENT, values: [eventId, rules, PRICES] });
    return new Round(this, eventId);
  }
}
