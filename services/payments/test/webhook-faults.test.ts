import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { pause } from '#deadlines';
import { DEVELOPMENT_SECRETS } from '#webhooks';
import { PaymentsApp } from './support/payments-app.ts';
import { Receiver } from './support/receiver.ts';

// real: PostgreSQL, the whole service, and a shop that is a server of node:http
/** Several looks of the delivery (every 250 ms): what it has left by then, it leaves. */
const LEFT_ALONE_MS = 1_000;

let shop: Receiver;
let payments: PaymentsApp;
beforeAll(async () => {
  shop = await Receiver.open([DEVELOPMENT_SECRETS]);
  payments = await PaymentsApp.start({ webhookUrl: shop.url });
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

const types = (paymentId: string): string[] => shop.of(paymentId).map(({ event }) => event.type);

describe('webhooks can come', () => {
  it('late', async () => {
    await payments.misbehave({ lateMs: 1_200 });
    const began = performance.now();
    const paymentId = await captured();
    const [delivery] = await shop.arrived(paymentId, 1);
    expect((delivery?.atMs ?? 0) - began).toBeGreaterThanOrEqual(1_200);
    expect(delivery?.verified).toBe('valid');
  });

  it('more than once, with the same id and at the same time', async () => {
    await payments.misbehave({ duplicates: 3 });
    const paymentId = await captured();
    await payments.delivered(paymentId);
    const all = await shop.arrived(paymentId, 4);
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(all.map(({ verified }) => verified)).toEqual(all.map(() => 'valid'));
    await pause(LEFT_ALONE_MS);
    expect(shop.of(paymentId)).toHaveLength(4);
  });

  it('in the wrong order', async () => {
    await payments.misbehave({ outOfOrder: true });
    const paymentId = await captured();
    await payments.change(paymentId, 'refunds');
    await payments.delivered(paymentId);
    expect(types(paymentId)).toEqual(['payment.refunded', 'payment.captured']);
    const [refunded, paid] = shop.of(paymentId).map(({ event }) => event.timestamp);
    expect(Date.parse(refunded ?? '')).toBeGreaterThan(Date.parse(paid ?? ''));
  });

  it('in the wrong order, but not never: nothing waits for what does not come', async () => {
    await payments.misbehave({ outOfOrder: true });
    const paymentId = await captured();
    await pause(LEFT_ALONE_MS);
    expect(types(paymentId)).toEqual([]);
    // ten seconds pass
    await payments.sql.query(
      `UPDATE payments.webhooks SET created_at = created_at - interval '10 s' WHERE payment_id = $1`,
      [paymentId],
    );
    await shop.arrived(paymentId, 1);
  });

  it('before the customer is back', async () => {
    await payments.misbehave({ beforeRedirect: true });
    const { paymentId } = await payments.create();
    let back = false;
    shop.conduct = async () => {
      await pause(400);
      return back ? 500 : 204;
    };
    const answer = await payments.press(paymentId, 'pay');
    back = true;
    expect(answer.status).toBe(303);
    expect(await payments.webhooks(paymentId)).toMatchObject([{ delivered_at: expect.any(Date) }]);
    shop.conduct = () => Promise.resolve(204);
  });

  it('before the customer is back also when the shop refuses it; and without it after 4 s', async () => {
    await payments.misbehave({ beforeRedirect: true });
    const { paymentId } = await payments.create();
    shop.conduct = () => Promise.resolve(500);
    await payments.press(paymentId, 'pay');
    expect(await payments.webhooks(paymentId)).toMatchObject([{ last_failure: 'status 500' }]);
    shop.conduct = () => Promise.resolve(204);

    await payments.misbehave({ beforeRedirect: true, never: true });
    const other = await payments.create();
    const began = performance.now();
    expect((await payments.press(other.paymentId, 'decline')).status).toBe(303);
    expect(performance.now() - began).toBeGreaterThanOrEqual(4_000);
  });

  it('never, until the switch is off', async () => {
    await payments.misbehave({ never: true });
    const paymentId = await captured();
    await pause(LEFT_ALONE_MS);
    expect([types(paymentId), await payments.webhooks(paymentId)]).toMatchObject([[], [{ attempts: 0 }]]);
    await payments.send('DELETE', '/admin/webhooks');
    await shop.arrived(paymentId, 1);
  });
});

describe('the switches', () => {
  it('of one payment count instead of those of all, and are kept in the database', async () => {
    await payments.misbehave({ never: true });
    const { paymentId } = await payments.create();
    await payments.misbehave({ paymentId, duplicates: 1 });
    const { text } = await payments.send('GET', '/admin/webhooks', undefined, {});
    const usual = { lateMs: 0, duplicates: 0, outOfOrder: false, beforeRedirect: false, never: false };
    expect(JSON.parse(text)).toEqual({
      faults: [
        { ...usual, never: true },
        { ...usual, paymentId, duplicates: 1 },
      ],
    });
    const another = await captured();
    await payments.change(paymentId, 'capture');
    await shop.arrived(paymentId, 2);
    expect(types(another)).toEqual([]);
    await payments.send('DELETE', `/admin/webhooks?paymentId=${paymentId}`);
    const left = await payments.send('GET', '/admin/webhooks');
    expect(JSON.parse(left.text)).toEqual({ faults: [{ ...usual, never: true }] });
  });

  it('are unknown in production, and what they were set to does not count there', async () => {
    await payments.misbehave({ never: true, beforeRedirect: true });
    const production = await PaymentsApp.beside(payments, { webhookUrl: shop.url, profile: 'production' });
    try {
      for (const method of ['PUT', 'GET', 'DELETE'] as const) {
        const answer = await production.send(method, '/admin/webhooks', method === 'PUT' ? {} : undefined);
        expect([method, answer.status]).toEqual([method, 404]);
      }
      const { paymentId } = await production.create();
      await production.press(paymentId, 'pay');
      await shop.arrived(paymentId, 1);
    } finally {
      await production.app.close();
    }
  });
});
