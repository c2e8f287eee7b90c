import { randomUUID } from 'node:crypto';
import { ModuleRef } from '@nestjs/core';
import { Test, type TestingModule } from '@nestjs/testing';
import type { Redis } from 'ioredis';
import pg from 'pg';
import { inject } from 'vitest';
import type { ClaimRow, ClaimSeatRow, LedgerRow } from '#checkers';
import type { SalePolicy } from '#contracts';
import { Database } from '#postgres';
import { RedisNodes } from '#redlock';
import { type TestDatabase, cloneDatabase } from '../../../../tools/test-servers/databases.ts';
import type { ClaimStrategy, StrategyClass } from '../../src/claims/claim-strategy.ts';
import { ClaimsModule, Strategies } from '../../src/claims/claims.module.ts';
import { BOOKING_CONFIG } from '../../src/config.ts';
import { SEAT_DATABASE } from '../../src/ledger/seat-transactions.ts';
import { OPEN_EVENT } from '../life/real-statements.ts';
import { bookingConfig } from '../support/booking-app.ts';

const REPLICAS = ['booking-1', 'booking-2'] as const;
/** Of each replica: two claims, and one more, for those that take a session for each statement. */
const SESSIONS = 4;
/** Labels and ids count from nought; the first seat is nobody's. */
const PRICES = [1, 1, 1, 1];
export const labelOf = (seatId: number): string => `A${seatId}`;

/** So soon that whoever waits first has looked for a circle before there is one, and whoever closes it is undone. */
const SECOND_IS_UNDONE = `
  DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET deadlock_timeout = ''1ms''', current_database()); END $$`;
const ALL_BLOCKED = `SELECT bool_and(cardinality(pg_blocking_pids(pid)) > 0) AS blocked FROM unnest($1::integer[]) AS pid`;
const ROWS = {
  name: 'test-rows-of-sale',
  text: `
    SELECT (SELECT coalesce(json_agg(json_build_object('section', row.section, 'seat', label, 'claimId', row.claim_id,
          'from', from_status, 'to', to_status, 'seats', seats, 'liveDelta', live_delta, 'version', row.version,
          'readVersion', read_version, 'readAtUs', 0, 'writtenAtUs', 0) ORDER BY ledger_id), '[]')
        FROM booking.ledger AS row LEFT JOIN booking.seats USING (event_id, seat_id) WHERE event_id = $1) AS ledger,
      (SELECT coalesce(json_agg(json_build_object('claimId', claim_id, 'customer', customer_id, 'key', idempotency_key,
          'status', status, 'replica', replica)), '[]')
        FROM booking.claims WHERE event_id = $1) AS claims,
      (SELECT coalesce(json_agg(json_build_object('claimId', claim_seats.claim_id, 'seat', label, 'live', live)), '[]')
        FROM booking.claim_seats JOIN booking.seats USING (event_id, seat_id) WHERE event_id = $1) AS "claimSeats"`,
};
export interface Rows {
  readonly ledger: LedgerRow[];
  readonly claims: ClaimRow[];
  readonly claimSeats: ClaimSeatRow[];
}

/** A lease as the first node has it. */
export interface LeaseFound {
  readonly owner: string;
  readonly keys: readonly string[];
}

/** Two replicas of their own on a database of their own: one execution after another. */
export class Lane {
  readonly #made = new Map<StrategyClass, readonly ClaimStrategy[]>();

  private constructor(
    private readonly database: TestDatabase,
    private readonly sql: pg.Client,
    private readonly replicas: readonly TestingModule[],
  ) {}

  static async open(): Promise<Lane> {
    const database = await cloneDatabase(inject('servers').templateUrl);
    const sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    await sql.query(SECOND_IS_UNDONE);
    const replicas = await Promise.all(REPLICAS.map((replica) => replicaInProcess(database.url, replica)));
    return new Lane(database, sql, replicas);
  }

  async close(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.close()));
    await this.sql.end();
    await this.database.drop();
  }

  /** Makes a strategy that is not registered, in each replica. */
  async add(made: StrategyClass): Promise<void> {
    const instances = this.replicas.map((booking) =>
      booking.select(ClaimsModule).get(ModuleRef, { strict: true }).create<ClaimStrategy>(made),
    );
    this.#made.set(made, await Promise.all(instances));
  }

  strategy(replica: number, wanted: string | StrategyClass): ClaimStrategy {
    const found =
      typeof wanted === 'string'
        ? this.replicas[replica]?.get(Strategies).get(wanted)
        : this.#made.get(wanted)?.[replica];
    if (found === undefined) throw new Error(`replica ${replica} has no such strategy`);
    return found;
  }

  async openEvent(policy: SalePolicy): Promise<string> {
    const eventId = randomUUID();
    await this.sql.query({ ...OPEN_EVENT, values: [eventId, policy, PRICES] });
    return eventId;
  }

  async rows(eventId: string): Promise<Rows> {
    const { rows } = await this.sql.query<Rows>({ ...ROWS, values: [eventId] });
    const [found] = rows;
    if (found === undefined) throw new Error('a statement of one row gave none');
    return found;
  }

  allBlocked = async (pids: readonly number[]): Promise<boolean> => {
    const { rows } = await this.sql.query<{ blocked: boolean }>(ALL_BLOCKED, [pids]);
    return rows[0]?.blocked ?? false;
  };

  async lease(eventId: string): Promise<LeaseFound | undefined> {
    const [node] = this.#nodes;
    const keys = (await node?.keys(`*${eventId}*`)) ?? [];
    const [first] = keys;
    const owner = first === undefined ? undefined : await node?.get(first);
    return owner === undefined || owner === null ? undefined : { owner, keys };
  }

  /** As after a restart without its data, of every node. */
  async lose({ keys }: LeaseFound): Promise<void> {
    await Promise.all(this.#nodes.map((node) => node.del(...keys)));
  }

  get #nodes(): readonly Redis[] {
    return this.replicas[0]?.get(RedisNodes).clients ?? [];
  }
}

async function replicaInProcess(databaseUrl: string, replica: string): Promise<TestingModule> {
  // not initialised, so that nothing runs by itself
  const booking = await Test.createTestingModule({ imports: [ClaimsModule] })
    .overrideProvider(BOOKING_CONFIG)
    .useValue(bookingConfig(databaseUrl, { replica, seatPoolSize: SESSIONS }))
    .compile();
  const nodes = booking.get(RedisNodes).clients;
  await Promise.all([
    booking.get<Database>(SEAT_DATABASE).warm(),
    ...nodes.map((node) => node.status === 'ready' || new Promise((ready) => node.once('ready', ready))),
  ]);
  return booking;
}
