import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import pg from 'pg';
import { inject } from 'vitest';
import { DEFAULT_POLICY } from '#contracts';
import { DEVELOPMENT_SECRETS } from '#webhooks';
import { type TestDatabase, cloneDatabase } from '../../../../tools/test-servers/databases.ts';
import { natsUrl } from '../../../../tools/test-servers/nats.ts';
import { AppModule } from '../../src/app.module.ts';
import { BOOKING_CONFIG, type BookingConfig } from '../../src/config.ts';
import { Draining } from '../../src/http/draining.ts';
import { HTTP_OPTIONS, sayWhoAnswers } from '../../src/http/server.ts';

export const WEBHOOK_SECRETS = [DEVELOPMENT_SECRETS];

export interface BookingApp {
  readonly app: NestFastifyApplication;
  readonly database: TestDatabase;
  /** To look behind the replica's back. */
  readonly sql: pg.Client;
  close(): Promise<void>;
}

/** A whole replica inside the test's process, on a database of its own. */
export async function bookingApp(
  changes: Partial<BookingConfig> = {},
  beforeStart?: (app: NestFastifyApplication) => void,
): Promise<BookingApp> {
  const database = await cloneDatabase(inject('servers').templateUrl);
  const app = await appOn(database.url, changes, beforeStart);
  const sql = new pg.Client({ connectionString: database.url });
  await sql.connect();
  const close = async (): Promise<void> => {
    await sql.end();
    await app.close();
    await database.drop();
  };
  return { app, database, sql, close };
}

export function bookingConfig(databaseUrl: string, changes: Partial<BookingConfig> = {}): BookingConfig {
  const { redisUrls } = inject('servers');
  return {
    profile: 'lab',
    adminToken: undefined,
    defaultStrategy: DEFAULT_POLICY.strategy,
    replica: 'booking-test',
    secret: 'a secret of tests',
    host: '127.0.0.1',
    port: 0,
    databaseUrl,
    redisUrls,
    natsUrl: natsUrl(),
    paymentsUrl: 'http://127.0.0.1:1',
    paymentsKey: 'a key of tests',
    webhookSecrets: WEBHOOK_SECRETS,
    drainMs: 0,
    seatPoolSize: 20,
    ...changes,
  };
}

export async function appOn(
  databaseUrl: string,
  changes: Partial<BookingConfig> = {},
  beforeStart?: (app: NestFastifyApplication) => void,
): Promise<NestFastifyApplication> {
  const config = bookingConfig(databaseUrl, changes);
  const module = await Test.createTestingModule({ imports: [AppModule] })
    .overrideProvider(BOOKING_CONFIG)
    .useValue(config)
    .compile();
  const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(HTTP_OPTIONS), {
    rawBody: true,
  });
  sayWhoAnswers(app, config.replica, app.get(Draining));
  beforeStart?.(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}
