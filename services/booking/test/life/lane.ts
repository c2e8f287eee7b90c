import type { TestingModule } from '@nestjs/testing';
import pg from 'pg';
import { inject } from 'vitest';
import { type TestDatabase, cloneDatabase } from '../../../../tools/test-servers/databases.ts';
import { RealEvent } from './real-event.ts';
import { CLEAR } from './real-statements.ts';
import { ProviderInProcess, bookingInProcess } from './shop-in-process.ts';
import type { Settings } from './world.ts';

/** Its sessions: one claim is tried at a time, and some reads go side by side. */
const SESSIONS = 3;

/** A replica and the provider on a database of their own, for one event after another. */
export class Lane {
  private constructor(
    private readonly database: TestDatabase,
    private readonly sql: pg.Client,
    private readonly booking: TestingModule,
    private readonly provider: ProviderInProcess,
  ) {}

  static async open(): Promise<Lane> {
    const database = await cloneDatabase(inject('servers').templateUrl);
    const sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    const provider = new ProviderInProcess(database.url, SESSIONS);
    return new Lane(database, sql, await bookingInProcess(database.url, provider, SESSIONS), provider);
  }

  async close(): Promise<void> {
    await this.booking.close();
    await this.provider.close();
    await this.sql.end();
    await this.database.drop();
  }

  begin(settings: Settings): Promise<RealEvent> {
    return RealEvent.begin({ sql: this.sql, booking: this.booking, provider: this.provider }, settings);
  }

  /** Forgets all events: the tables stay small, and what a failed sequence left open disturbs no other one. */
  async clear(): Promise<void> {
    await this.sql.query(CLEAR);
    this.provider.forget();
  }
}
