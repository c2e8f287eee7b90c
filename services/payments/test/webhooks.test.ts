import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEVELOPMENT_SECRETS } from '#webhooks';
import { PaymentsApp } from './support/payments-app.ts';
import { Receiver } from './support/receiver.ts';

// real: PostgreSQL, the whole service, and a shop that is a server of node:http
const OTHER_SECRET = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
const SLOW_MS = 40_000;

let shop: Receiver;
let payments: PaymentsApp;
beforeAll(async () => {
  shop = await Receiver.open([DEVELOPMENT_SECRETS]);
  payments = await PaymentsApp.start({ webhookUrl: shop.url });
});
beforeEach(() => {
  shop.conduct = () => Promise.resolve(204);
});
afterEach(() => payments.send('DELETE', '/admin/webhooks'));
afterAll(async () => {
  await payments.close();
  await shop.close();
});

async function captured(): Promise<string> {
  const { paymentId } = await payments.create();
  await payments.change(paymentId, 'capture');
  return paymentId;
}

describe('a webhook', () => {
  it('is delivered once when the shop takes it, signed, and says what happened', async () => {
    const paymentId = await captured();
    const [delivery] = await shop.arrived(paymentId, 1);
    expect(delivery).toMatchObject({ verified: 'valid', id: expect.stringMatching(/^msg_[0-9a-f]{32}$/) });
    expect(delivery?.headers['content-type']).toBe('application/json');
    expect(delivery?.event).toMatchObject({
      type: 'payment.captured',
      data: await payments.show(paymentId),
    });
    const [row] = await payments.delivered(paymentId);
    expect(row).toMatchObject({ webhook_id: delivery?.id, attempts: 1, due_at: null });
  });

  it.each(['capture', 'cancel'] as const)('tells of %s and not of its repetition', async (what) => {
    const { paymentId } = await payments.create();
    await payments.change(paymentId, what);
    await payments.change(paymentId, what);
    await payments.delivered(paymentId);
    expect(shop.of(paymentId).map(({ event }) => event.data.status)).toEqual([
      what === 'capture' ? 'captured' : 'cancelled',
    ]);
  });

  it('tells of a refund, too', async () => {
    const paymentId = await captured();
    await payments.delivered(paymentId);
    await payments.change(paymentId, 'refunds');
    const [, refund] = await shop.arrived(paymentId, 2);
    expect(refund?.event).toMatchObject({ type: 'payment.refunded', data: { refunded: 6_500 } });
  });
});

describe('what the shop does not take', () => {
  it.each([500, 404, 302, 410])('comes again after %i, the same and with a new time', async (status) => {
    shop.conduct = (_, earlier) => Promise.resolve(earlier.length === 0 ? status : 204);
    const paymentId = await captured();
    const [first, second] = await shop.arrived(paymentId, 2);
    expect([second?.id, second?.body, second?.verified]).toEqual([first?.id, first?.body, 'valid']);
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(400);
    const [row] = await payments.delivered(paymentId);
    expect(row).toMatchObject({ attempts: 2, last_failure: `status ${status}` });
  });

  it('comes again when its connection is cut', async () => {
    shop.conduct = (_, earlier) => Promise.resolve(earlier.length === 0 ? 'cut' : 204);
    const paymentId = await captured();
    await shop.arrived(paymentId, 2);
    expect(await payments.delivered(paymentId)).toMatchObject([{ attempts: 2 }]);
  });

  it(
    'comes again when the shop does not answer within 5 s, and holds up nobody else',
    async () => {
      const hung = await payments.create();
      shop.conduct = ({ event }, earlier) =>
        Promise.resolve(event.data.paymentId === hung.paymentId && earlier.length === 0 ? 'hang' : 204);
      await payments.change(hung.paymentId, 'capture');
      await shop.arrived(hung.paymentId, 1);
      await payments.delivered(await captured());
      expect(shop.of(hung.paymentId)).toHaveLength(1);
      const [first, second] = await shop.arrived(hung.paymentId, 2);
      expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(5_000);
      const [row] = await payments.delivered(hung.paymentId);
      expect(row).toMatchObject({ attempts: 2, last_failure: expect.stringContaining('timeout') });
    },
    SLOW_MS,
  );

  it('comes when the shop is back', async () => {
    await shop.close();
    const paymentId = await captured();
    const [refused] = await payments.until(paymentId, ([row]) => (row?.last_failure ?? null) !== null);
    expect(refused?.last_failure).toMatch(/ECONNREFUSED/);
    await shop.listen();
    await shop.arrived(paymentId, 1);
    await payments.delivered(paymentId);
  });

  it('is given up after the twelfth attempt', async () => {
    shop.conduct = () => Promise.resolve(500);
    const { paymentId } = await payments.create();
    await payments.misbehave({ paymentId, never: true });
    await payments.change(paymentId, 'capture');
    await payments.sql.query(`UPDATE payments.webhooks SET attempts = 11 WHERE payment_id = $1`, [paymentId]);
    await payments.send('DELETE', `/admin/webhooks?paymentId=${paymentId}`);
    await shop.arrived(paymentId, 1);
    const givenUp = await payments.until(paymentId, ([row]) => row?.due_at === null);
    expect(givenUp).toMatchObject([{ attempts: 12, delivered_at: null }]);
  });
});

describe('two providers with one database', () => {
  it('share the work: each webhook is delivered by one of them', async () => {
    const second = await PaymentsApp.beside(payments, { webhookUrl: shop.url });
    try {
      const ids = await Promise.all(Array.from({ length: 40 }, captured));
      for (const paymentId of ids) await payments.delivered(paymentId);
      expect(ids.map((paymentId) => shop.of(paymentId).length)).toEqual(ids.map(() => 1));
    } finally {
      await second.app.close();
    }
  });
});

describe('while its secrets are rotated', () => {
  it('both sign, and a shop that knows either is content', async () => {
    const rotating = await PaymentsApp.start({
      webhookUrl: shop.url,
      webhookSecrets: [OTHER_SECRET, DEVELOPMENT_SECRETS],
    });
    try {
      for (const known of [[DEVELOPMENT_SECRETS], [OTHER_SECRET]]) {
        shop.secrets = known;
        const { paymentId } = await rotating.create();
        await rotating.change(paymentId, 'capture');
        expect(await shop.arrived(paymentId, 1)).toMatchObject([{ verified: 'valid' }]);
        await rotating.delivered(paymentId);
      }
      shop.secrets = [`whsec_${Buffer.alloc(24, 7).toString('base64')}`];
      const { paymentId } = await rotating.create();
      await rotating.change(paymentId, 'cancel');
      expect(await shop.arrived(paymentId, 1)).toMatchObject([{ verified: 'forged' }]);
    } finally {
      shop.secrets = [DEVELOPMENT_SECRETS];
      await rotating.close();
    }
  });
});
