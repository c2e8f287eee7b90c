import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest';
import { ProviderPayment } from '#contracts';
import { pause } from '#deadlines';
import { DEVELOPMENT_SECRETS } from '#webhooks';
import { type TestDatabase, cloneDatabase } from '../../../tools/test-servers/databases.ts';
import { wanted } from './support/payments-app.ts';
import { PaymentsProcess } from './support/payments-process.ts';
import { Receiver } from './support/receiver.ts';

// real: PostgreSQL, processes of what `npm run build` made, and a shop that is a server of node:http
const SLOW_MS = 90_000;
/** A lease (10 s), and a start. */
const TAKEN_UP_MS = 40_000;
const WITHHELD_MS = 3_000;

let database: TestDatabase;
let shop: Receiver;
let provider: PaymentsProcess;

beforeAll(async () => {
  database = await cloneDatabase(inject('servers').templateUrl);
  shop = await Receiver.open([DEVELOPMENT_SECRETS]);
  provider = await PaymentsProcess.start({ DATABASE_URL: database.url, WEBHOOK_URL: shop.url });
}, SLOW_MS);
afterEach(() => {
  shop.conduct = () => Promise.resolve(204);
});
afterAll(async () => {
  await provider.stop();
  await shop.close();
  await database.drop();
});

async function captured(): Promise<string> {
  const { paymentId } = ProviderPayment.parse(
    JSON.parse(await provider.send('POST', '/v1/payments', wanted())),
  );
  await provider.send('POST', `/v1/payments/${paymentId}/capture`);
  return paymentId;
}

it(
  'killed after the capture and before the delivery: delivered after the next start',
  async () => {
    await provider.send('PUT', '/admin/webhooks', { lateMs: WITHHELD_MS });
    const paymentId = await captured();
    await provider.stop('SIGKILL');
    await pause(WITHHELD_MS);
    expect(shop.of(paymentId)).toEqual([]);
    await provider.start();
    // the switch is as it was
    expect(await provider.send('GET', '/admin/webhooks')).toContain(`"lateMs":${WITHHELD_MS}`);
    await provider.send('DELETE', '/admin/webhooks');
    const [delivery] = await shop.arrived(paymentId, 1, TAKEN_UP_MS);
    expect(delivery).toMatchObject({ verified: 'valid', event: { type: 'payment.captured' } });
  },
  SLOW_MS,
);

it(
  'killed while the shop has a delivery and has not answered: it comes again, the same',
  async () => {
    shop.conduct = () => Promise.resolve('hang');
    const paymentId = await captured();
    await shop.arrived(paymentId, 1);
    await provider.stop('SIGKILL');
    shop.conduct = () => Promise.resolve(204);
    await provider.start();
    const [first, second] = await shop.arrived(paymentId, 2, TAKEN_UP_MS);
    expect([second?.id, second?.body, second?.verified]).toEqual([first?.id, first?.body, 'valid']);
  },
  SLOW_MS,
);

it(
  'stopped in good order while the shop has a delivery: it waits for the answer, and marks it',
  async () => {
    shop.conduct = async () => {
      await pause(1_000);
      return 204;
    };
    const paymentId = await captured();
    await shop.arrived(paymentId, 1);
    await provider.stop();
    const sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    const { rows } = await sql.query(
      'SELECT attempts, delivered_at FROM payments.webhooks WHERE payment_id = $1',
      [paymentId],
    );
    await sql.end();
    expect(rows).toEqual([{ attempts: 1, delivered_at: expect.any(Date) }]);
  },
  SLOW_MS,
);
