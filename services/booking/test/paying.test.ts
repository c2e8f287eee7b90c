import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Sweeper } from '../src/booking/life/sweeper.ts';
import { Sale } from './support/sale.ts';
import { Shop } from './support/shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

/** All is settled: what was captured and not given back is the price of what is booked. */
async function moneyAgrees({ eventId }: Sale): Promise<boolean> {
  const { rows } = await shop.booking.sql.query<{ kept: number; booked: number }>(
    `SELECT (SELECT coalesce(sum(captured - refunded), 0)::int FROM payments.payments WHERE reference LIKE $1 || '/%') AS kept,
       (SELECT coalesce(sum(price), 0)::int FROM booking.seats WHERE event_id = $1 AND status = 'booked') AS booked`,
    [eventId],
  );
  return rows[0]?.kept === rows[0]?.booked;
}

describe('a hold that is to be paid for', () => {
  it('is not confirmed for free, and is by its payment', async () => {
    const sale = await shop.sale();
    const claim = await shop.hold(sale, ['A1', 'A2']);
    expect((await sale.asBearer('POST', claim, '/confirm')).problem).toMatchObject({
      status: 402,
      code: 'payment-required',
    });
    const payment = await shop.payment(sale, claim);
    expect(payment).toMatchObject({ status: 'open', amount: 13_000, currency: 'EUR', captured: 0 });
    expect((await shop.payment(sale, claim)).paymentId).toBe(payment.paymentId);
    await shop.payments.press(payment.paymentId, 'pay');
    expect(await shop.becomes(sale, claim, 'booked', 'captured')).toBe(true);
    expect(await moneyAgrees(sale)).toBe(true);
  });

  it('can be paid for again after the customer has declined', async () => {
    const sale = await shop.sale();
    const claim = await shop.hold(sale, ['A1']);
    const declined = await shop.payment(sale, claim);
    await shop.payments.misbehave({ paymentId: declined.paymentId, never: true });
    await shop.payments.press(declined.paymentId, 'decline');
    const { paymentId } = await shop.pay(sale, claim);
    expect(paymentId).not.toBe(declined.paymentId);
    expect(await shop.becomes(sale, claim, 'booked', 'captured')).toBe(true);
  });

  it('is booked all the same when its time was over and nobody wanted the seats', async () => {
    const sale = await shop.sale();
    const [unswept, swept] = [await shop.hold(sale, ['A1']), await shop.hold(sale, ['A2'])];
    const late = await Promise.all([unswept, swept].map((claim) => shop.payment(sale, claim)));
    await shop.pass(sale, 301);
    await shop.payments.press(late[0]?.paymentId ?? '', 'pay');
    expect(await shop.becomes(sale, unswept, 'booked', 'captured')).toBe(true);
    await shop.booking.app.get(Sweeper).sweep();
    await shop.payments.press(late[1]?.paymentId ?? '', 'pay');
    expect(await shop.becomes(sale, swept, 'booked', 'captured')).toBe(true);
    expect(await moneyAgrees(sale)).toBe(true);
  });

  it('is refunded by itself when somebody else has the seats by then', async () => {
    const sale = await shop.sale();
    const claim = await shop.hold(sale, ['A1', 'A2']);
    const payment = await shop.payment(sale, claim);
    await shop.pass(sale, 301);
    await shop.hold(sale, ['A2'], 'customer-2');
    await shop.payments.press(payment.paymentId, 'pay');
    expect(await shop.becomes(sale, claim, 'expired', 'refunded')).toBe(true);
    expect((await sale.asBearer('GET', claim)).claim?.payment).toMatchObject({
      captured: 13_000,
      refunded: 13_000,
    });
    expect(await moneyAgrees(sale)).toBe(true);
  });

  it('is refunded when it is cancelled, and free at once', async () => {
    const sale = await shop.sale();
    const claim = await shop.hold(sale, ['A1']);
    await shop.pay(sale, claim);
    await shop.becomes(sale, claim, 'booked');
    expect((await sale.asBearer('DELETE', claim)).claim).toMatchObject({
      status: 'cancelled',
      payment: { status: 'refunding' },
    });
    expect((await sale.claim(['A1'], 'customer-2')).status).toBe(201);
    expect(await shop.becomes(sale, claim, 'cancelled', 'refunded')).toBe(true);
    expect(await moneyAgrees(sale)).toBe(true);
  });

  it('that was given back is not paid for any more', async () => {
    const sale = await shop.sale();
    const claim = await shop.hold(sale, ['A1']);
    const { paymentId } = await shop.payment(sale, claim);
    await sale.asBearer('DELETE', claim);
    expect(await shop.becomes(sale, claim, 'released', 'cancelled')).toBe(true);
    await shop.payments.press(paymentId, 'pay');
    expect((await shop.payments.show(paymentId)).status).toBe('cancelled');
    expect((await shop.askForPayment(sale, claim)).body).toMatchObject({ code: 'claim-over' });
  });
});

it('an answer of the provider that is lost is no harm: the same payment is asked for again', async () => {
  const sale = await shop.sale();
  const claim = await shop.hold(sale, ['A1']);
  const reference = `${sale.eventId}/${claim.claimId}/1`;
  const lost = await shop.payments.create({ reference, amount: 6_500 });
  expect((await shop.payment(sale, claim)).paymentId).toBe(lost.paymentId);
});

it('an event that is free of charge is confirmed without a payment', async () => {
  const free = [{ name: 'Floor', quota: 2, price: 0 }];
  const sale = await Sale.open(
    shop.booking.app,
    { strategy: 'conditional', holdSeconds: 60, payment: 'required' },
    free,
  );
  const claim = await shop.hold(sale, ['Floor-1']);
  expect((await shop.askForPayment(sale, claim)).body).toMatchObject({ code: 'payment-not-needed' });
  expect((await sale.asBearer('POST', claim, '/confirm')).claim?.status).toBe('booked');
});
