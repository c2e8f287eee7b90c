import { type ClaimView, PaymentView, type PolicyChange } from '#contracts';
import { until } from '#deadlines';
import { freePorts } from '../../../../deploy/local/servers/ports.mjs';
import { PaymentsApp, SHOP_KEY } from '../../../payments/test/support/payments-app.ts';
import { type BookingApp, bookingApp } from './booking-app.ts';
import { Sale, send } from './sale.ts';

const SOON_MS = 15_000;
const LOOK_EVERY_MS = 20;

export const PAID: PolicyChange = { strategy: 'conditional', holdSeconds: 300, payment: 'required' };

/** A replica and the payment provider, on one database, each reached by the other over real connections. */
export class Shop {
  private constructor(
    readonly booking: BookingApp,
    readonly payments: PaymentsApp,
  ) {}

  static async open(): Promise<Shop> {
    const [bookingPort = 0, paymentsPort = 0] = await freePorts(2);
    const [webhookUrl, paymentsUrl] = [bookingPort, paymentsPort].map((port) => `http://127.0.0.1:${port}`);
    const booking = await bookingApp({ paymentsUrl: paymentsUrl ?? '', paymentsKey: SHOP_KEY });
    await booking.app.listen(bookingPort, '127.0.0.1');
    const { url } = booking.database;
    const payments = await PaymentsApp.start({ webhookUrl: `${webhookUrl}/v1/webhooks/payments` }, url);
    await payments.app.listen(paymentsPort, '127.0.0.1');
    return new Shop(booking, payments);
  }

  async close(): Promise<void> {
    await this.payments.close();
    await this.booking.close();
  }

  sale(policy: PolicyChange = {}): Promise<Sale> {
    return Sale.open(this.booking.app, { ...PAID, ...policy });
  }

  async hold(sale: Sale, seats: string[], customer = 'customer-1'): Promise<ClaimView> {
    const { claim, problem } = await sale.claim(seats, customer);
    if (claim === undefined) throw new Error(`not claimed: ${JSON.stringify(problem)}`);
    return claim;
  }

  /** The page to pay on, as the bearer asks for it. */
  async payment(sale: Sale, claim: ClaimView): Promise<PaymentView> {
    const { status, body } = await this.askForPayment(sale, claim);
    if (status !== 201) throw new Error(`no payment: ${JSON.stringify(body)}`);
    return PaymentView.parse(body);
  }

  askForPayment(sale: Sale, { claimId, claimToken }: ClaimView): ReturnType<typeof send> {
    const headers = { authorization: `Bearer ${claimToken}` };
    const url = `/v1/events/${sale.eventId}/claims/${claimId}/payment`;
    return send(this.booking.app, 'POST', url, undefined, headers);
  }

  async pay(sale: Sale, claim: ClaimView): Promise<PaymentView> {
    const payment = await this.payment(sale, claim);
    await this.payments.press(payment.paymentId, 'pay');
    return payment;
  }

  /** Waits until the claim is so, by its bearer's look. */
  async becomes(sale: Sale, claim: ClaimView, status: string, payment?: string): Promise<boolean> {
    return until(SOON_MS, LOOK_EVERY_MS, async () => {
      const { claim: now } = await sale.asBearer('GET', claim);
      return now?.status === status && (payment === undefined || now.payment?.status === payment);
    });
  }

  /** As if so many seconds had passed for the holds of the event. */
  async pass({ eventId }: Sale, seconds: number): Promise<void> {
    const earlier = `SET expires_at = expires_at - $2 * interval '1 second' WHERE event_id = $1 AND status = 'held'`;
    await this.booking.sql.query(`UPDATE booking.claims ${earlier}`, [eventId, seconds]);
    await this.booking.sql.query(`UPDATE booking.seats ${earlier}`, [eventId, seconds]);
  }

  /** Unsettled payments are asked for now, and not in some seconds. */
  async askNow(): Promise<void> {
    await this.booking.sql.query('UPDATE booking.payments SET ask_at = clock_timestamp()');
  }
}
