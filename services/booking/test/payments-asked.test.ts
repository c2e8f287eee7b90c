import { afterAll, beforeAll, expect, it } from 'vitest';
import { PaymentRounds } from '../src/booking/paying/payment-rounds.ts';
import { Shop } from './support/shop.ts';

/** What is older is overdue to `npm run audit`, which is also when all has to be settled after an outage. */
const SETTLED_WITHIN_S = 30;
/** For a round, an answer that is late, and another try. */
const MARGIN_S = 10;

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

it('an open payment is asked for soon after the provider is back, however long it was away', async () => {
  const sale = await shop.sale();
  const { paymentId } = await shop.payment(sale, await shop.hold(sale, ['A1']));
  const { sql } = shop.booking;
  await sql.query('UPDATE booking.payments SET asked = 1000, ask_at = clock_timestamp()');
  await shop.booking.app.get(PaymentRounds).settleSome();
  const { rows } = await sql.query<{ seconds: number }>(
    `SELECT extract(epoch FROM ask_at - clock_timestamp())::float8 AS seconds FROM booking.payments WHERE payment_id = $1`,
    [paymentId],
  );
  expect(rows[0]?.seconds).toBeGreaterThan(0);
  expect(rows[0]?.seconds).toBeLessThanOrEqual(SETTLED_WITHIN_S - MARGIN_S);
});
