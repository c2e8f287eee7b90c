import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '#deadlines';
import { signedHeaders } from '#webhooks';
import { PaymentRounds } from '../src/booking/paying/payment-rounds.ts';
import { WEBHOOK_SECRETS } from './support/booking-app.ts';
import { send } from './support/sale.ts';
import { Shop } from './support/shop.ts';

const SOON_MS = 15_000;

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

it('a webhook that never comes is asked for', async () => {
  const sale = await shop.sale();
  const claim = await shop.hold(sale, ['A1']);
  const { paymentId } = await shop.payment(sale, claim);
  await shop.payments.misbehave({ paymentId, never: true });
  await shop.payments.press(paymentId, 'pay');
  await shop.askNow();
  expect(await shop.becomes(sale, claim, 'booked', 'captured')).toBe(true);
});

it('a webhook takes effect once, however often it comes', async () => {
  const sale = await shop.sale();
  const claim = await shop.hold(sale, ['A1']);
  const { paymentId } = await shop.payment(sale, claim);
  await shop.payments.misbehave({ paymentId, duplicates: 5 });
  await shop.payments.press(paymentId, 'pay');
  expect(await shop.becomes(sale, claim, 'booked')).toBe(true);
  await shop.payments.delivered(paymentId);
  const { rows } = await shop.booking.sql.query(
    'SELECT version::int FROM booking.ledger WHERE event_id = $1 AND seat_id IS NOT NULL ORDER BY 1',
    [sale.eventId],
  );
  expect(rows).toEqual([{ version: 1 }, { version: 2 }]);
});

it('a webhook of another sender is refused, and changes nothing', async () => {
  const sale = await shop.sale();
  const claim = await shop.hold(sale, ['A1']);
  const { paymentId } = await shop.payment(sale, claim);
  const data = { ...(await shop.payments.show(paymentId)), status: 'captured', captured: 6_500 };
  const body = JSON.stringify({ type: 'payment.captured', timestamp: new Date().toISOString(), data });
  const message = { id: 'msg_1', timestamp: Math.floor(Date.now() / 1_000), body };
  const forged = signedHeaders(['whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='], message);
  const right = signedHeaders(WEBHOOK_SECRETS, message);
  const old = signedHeaders(WEBHOOK_SECRETS, { ...message, timestamp: message.timestamp - 400 });
  const post = (headers: Record<string, string>, text = body) =>
    send(shop.booking.app, 'POST', '/v1/webhooks/payments', text, headers);
  for (const answer of [await post({}), await post(forged), await post(old), await post(right, `${body} `)]) {
    expect([answer.status, answer.body]).toMatchObject([401, { code: 'signature-invalid' }]);
  }
  expect((await sale.asBearer('GET', claim)).claim?.status).toBe('held');
  expect((await post(right)).status).toBe(204);
  expect((await sale.asBearer('GET', claim)).claim?.status).toBe('booked');
});

it('a webhook may come before booking has heard of the payment', async () => {
  const sale = await shop.sale();
  const claim = await shop.hold(sale, ['A1']);
  const reference = `${sale.eventId}/${claim.claimId}/1`;
  const { paymentId } = await shop.payments.create({ reference, amount: 6_500 });
  await shop.payments.press(paymentId, 'pay');
  expect(await shop.becomes(sale, claim, 'booked', 'captured')).toBe(true);
});

it('a webhook that comes while the policy is being changed comes again', async () => {
  const sale = await shop.sale();
  const claim = await shop.hold(sale, ['A1']);
  const { paymentId } = await shop.payment(sale, claim);
  const close = (switching: boolean) =>
    shop.booking.sql.query('UPDATE booking.events SET switching = $2 WHERE event_id = $1', [
      sale.eventId,
      switching,
    ]);
  await close(true);
  await shop.payments.press(paymentId, 'pay');
  const refused = async (): Promise<boolean> =>
    ((await shop.payments.webhooks(paymentId))[0]?.attempts ?? 0) > 0;
  expect(await until(SOON_MS, 20, refused)).toBe(true);
  expect((await sale.asBearer('GET', claim)).claim).toMatchObject({
    status: 'held',
    payment: { status: 'open' },
  });
  await close(false);
  await shop.booking.app.get(PaymentRounds).settleSome();
  expect(await shop.becomes(sale, claim, 'booked', 'captured')).toBe(true);
});
