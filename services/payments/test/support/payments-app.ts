import { randomUUID } from 'node:crypto';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import pg from 'pg';
import { inject } from 'vitest';
import { type CreatePayment, Problem, ProviderPayment, type WebhookFaults } from '#contracts';
import { until } from '#deadlines';
import { DEVELOPMENT_SECRETS } from '#webhooks';
import { cloneDatabase } from '../../../../tools/test-servers/databases.ts';
import { AppModule } from '../../src/app.module.ts';
import { PAYMENTS_CONFIG, type PaymentsConfig } from '../../src/config.ts';
import { serveOpenApi } from '../../src/http/openapi.ts';
import { HTTP_OPTIONS } from '../../src/http/server.ts';

export const SHOP_KEY = 'a-key-of-tests';
const MINUTE_MS = 60_000;
const SETTLED_MS = 15_000;
const LOOK_EVERY_MS = 20;

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly text: string;
}

/** What is wanted when a test has no wish of its own. */
export const wanted = (changes: Partial<CreatePayment> = {}): CreatePayment => ({
  reference: randomUUID(),
  amount: 6_500,
  currency: 'EUR',
  description: 'Concert: A1',
  returnUrl: 'http://127.0.0.1:8000/thanks',
  expiresAt: new Date(Date.now() + MINUTE_MS).toISOString(),
  ...changes,
});

/** The whole service inside the test's process, on a database of its own, asked as shops and customers ask. */
export class PaymentsApp {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly databaseUrl: string,
    /** To look behind its back. */
    readonly sql: pg.Pool,
    private readonly drop: () => Promise<void>,
  ) {}

  /** @param databaseUrl of a database that somebody else drops; else it has one of its own */
  static async start(
    changes: Partial<PaymentsConfig> = {},
    databaseUrl?: string,
    beforeStart?: (app: NestFastifyApplication) => void,
  ): Promise<PaymentsApp> {
    const database =
      databaseUrl === undefined
        ? await cloneDatabase(inject('servers').templateUrl)
        : { url: databaseUrl, drop: async () => {} };
    const app = await appOn(database.url, changes, beforeStart);
    const sql = new pg.Pool({ connectionString: database.url });
    return new PaymentsApp(app, database.url, sql, () => database.drop());
  }

  /** Another one on the database of the first, which is to be closed after it. */
  static async beside(first: PaymentsApp, changes: Partial<PaymentsConfig>): Promise<PaymentsApp> {
    const app = await appOn(first.databaseUrl, changes);
    return new PaymentsApp(app, first.databaseUrl, first.sql, () => Promise.resolve());
  }

  async close(): Promise<void> {
    await this.sql.end();
    await this.app.close();
    await this.drop();
  }

  async send(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    payload?: object | string,
    headers: Record<string, string> = { authorization: `Bearer ${SHOP_KEY}` },
  ): Promise<Answer> {
    const request = { method, url, headers, ...(payload === undefined ? {} : { payload }) };
    const answer = await this.app.inject(request);
    return { status: answer.statusCode, headers: answer.headers, text: answer.body };
  }

  async create(changes: Partial<CreatePayment> = {}): Promise<ProviderPayment> {
    return paymentIn(await this.send('POST', '/v1/payments', wanted(changes)));
  }

  async show(paymentId: string): Promise<ProviderPayment> {
    return paymentIn(await this.send('GET', `/v1/payments/${paymentId}`));
  }

  change(paymentId: string, what: 'capture' | 'cancel' | 'refunds', key = 'key'): Promise<Answer> {
    const headers = { authorization: `Bearer ${SHOP_KEY}`, 'idempotency-key': key };
    return this.send('POST', `/v1/payments/${paymentId}/${what}`, undefined, headers);
  }

  /** As the button of the page does it. */
  press(paymentId: string, action: string): Promise<Answer> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.send('POST', `/pay/${paymentId}`, `action=${action}`, headers);
  }

  async misbehave(faults: Partial<WebhookFaults>): Promise<void> {
    const { status, text } = await this.send('PUT', '/admin/webhooks', faults);
    if (status !== 200) throw new Error(`no such misbehaviour: ${text}`);
  }

  /** The webhooks of a payment, the oldest first, as the database has them. */
  async webhooks(paymentId: string): Promise<WebhookRow[]> {
    const { rows } = await this.sql.query<WebhookRow>(
      `SELECT webhook_id, payload ->> 'type' AS type, attempts, due_at, delivered_at, last_failure
       FROM payments.webhooks WHERE payment_id = $1 ORDER BY seq`,
      [paymentId],
    );
    return rows;
  }

  /** Waits until it is so of the payment's webhooks. */
  async until(paymentId: string, isSo: (webhooks: readonly WebhookRow[]) => boolean): Promise<WebhookRow[]> {
    const looked = async (): Promise<boolean> => isSo(await this.webhooks(paymentId));
    if (!(await until(SETTLED_MS, LOOK_EVERY_MS, looked)))
      throw new Error(`the webhooks of ${paymentId} are not so within ${SETTLED_MS} ms`);
    return this.webhooks(paymentId);
  }

  delivered(paymentId: string): Promise<WebhookRow[]> {
    return this.until(paymentId, (all) => all.length > 0 && all.every(({ delivered_at: at }) => at !== null));
  }
}

export interface WebhookRow {
  readonly webhook_id: string;
  readonly type: string;
  readonly attempts: number;
  readonly due_at: Date | null;
  readonly delivered_at: Date | null;
  readonly last_failure: string | null;
}

export const paymentsConfig = (
  databaseUrl: string,
  changes: Partial<PaymentsConfig> = {},
): PaymentsConfig => ({
  profile: 'lab',
  adminToken: undefined,
  paymentsKey: SHOP_KEY,
  webhookSecrets: [DEVELOPMENT_SECRETS],
  host: '127.0.0.1',
  port: 0,
  databaseUrl,
  // nobody listens there
  webhookUrl: 'http://127.0.0.1:9/',
  publicUrl: 'http://127.0.0.1:8000',
  ...changes,
});

async function appOn(
  databaseUrl: string,
  changes: Partial<PaymentsConfig>,
  beforeStart?: (app: NestFastifyApplication) => void,
): Promise<NestFastifyApplication> {
  const config = paymentsConfig(databaseUrl, changes);
  const module = await Test.createTestingModule({ imports: [AppModule] })
    .overrideProvider(PAYMENTS_CONFIG)
    .useValue(config)
    .compile();
  const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(HTTP_OPTIONS));
  serveOpenApi(app);
  beforeStart?.(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

export function paymentIn({ status, text }: Answer): ProviderPayment {
  if (status !== 200 && status !== 201) throw new Error(`${status}: ${text}`);
  return ProviderPayment.parse(JSON.parse(text));
}

export const problemIn = ({ text }: Answer): Problem => Problem.parse(JSON.parse(text));
