import { Test, type TestingModule } from '@nestjs/testing';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { CreatePayment, ProviderPayment } from '#contracts';
import { WakeUp } from '#messaging';
import { Database } from '#postgres';
import { type PaymentRow } from '../../../payments/src/payments/payment-statements.ts';
import { Payments } from '../../../payments/src/payments/payments.ts';
import { providerPayment } from '../../../payments/src/payments/provider-payment.ts';
import { paymentsConfig } from '../../../payments/test/support/payments-app.ts';
import { BookingModule } from '../../src/booking/booking.module.ts';
import { PaymentProvider } from '../../src/booking/paying/payment-provider.ts';
import { BOOKING_CONFIG } from '../../src/config.ts';
import { readDataSource, warmReads } from '../../src/db/data-source.ts';
import { ChangeSteps } from '../../src/ledger/life/change-steps.ts';
import { SEAT_DATABASE } from '../../src/ledger/seat-transactions.ts';
import { bookingConfig } from '../support/booking-app.ts';

const WAIT_FOR_POSTGRES = { retryAttempts: 100, retryDelay: 250, verboseRetryLog: false };

/** The provider without a network in between; its answers are lost when they are to be. */
export class ProviderInProcess {
  readonly #config;
  readonly #database: Database;
  readonly payments: Payments;
  /** By event, in the order in which they were made. */
  readonly #created = new Map<string, string[]>();
  losesAnswers = false;

  constructor(databaseUrl: string, sessions: number) {
    const pool = { applicationName: 'lastseat-payments', poolSize: sessions };
    this.#database = new Database(databaseUrl, pool, () => {});
    this.#config = paymentsConfig(databaseUrl);
    this.payments = new Payments(this.#database, new WakeUp(), this.#config);
  }

  create = async (wanted: CreatePayment): Promise<ProviderPayment | undefined> => {
    const { kind, payment } = await this.payments.create(wanted);
    const [eventId = ''] = wanted.reference.split('/');
    if (kind === 'created') this.#created.set(eventId, [...this.createdFor(eventId), payment.payment_id]);
    return this.#told(payment);
  };

  createdFor(eventId: string): readonly string[] {
    return this.#created.get(eventId) ?? [];
  }

  forget(): void {
    this.#created.clear();
  }

  find = async (paymentId: string): Promise<ProviderPayment | undefined> =>
    this.#told(await this.payments.find(paymentId));

  cancel = async (paymentId: string): Promise<ProviderPayment | undefined> =>
    this.#told(await this.payments.cancel(paymentId));

  refund = async (paymentId: string): Promise<ProviderPayment | undefined> =>
    this.#told(await this.payments.refund(paymentId, `refund-${paymentId}`));

  /** Its sessions are open before they are needed, as when the service starts. */
  async warm(): Promise<void> {
    await this.#database.warm();
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  #told(row: PaymentRow | undefined): ProviderPayment | undefined {
    if (row === undefined || this.losesAnswers) return undefined;
    return providerPayment(row, this.#config.publicUrl);
  }
}

/**
 * Booking's use cases on real SQL, without HTTP and without anything that runs by itself.
 * @param changeSteps in place of the failpoints
 */
export async function bookingInProcess(
  databaseUrl: string,
  provider: ProviderInProcess,
  seatPoolSize: number,
  changeSteps?: Pick<ChangeSteps, 'of'>,
): Promise<TestingModule> {
  // not initialised, so that no round is ever started
  const building = Test.createTestingModule({
    imports: [TypeOrmModule.forRoot({ ...readDataSource(databaseUrl), ...WAIT_FOR_POSTGRES }), BookingModule],
  })
    .overrideProvider(BOOKING_CONFIG)
    .useValue(bookingConfig(databaseUrl, { seatPoolSize }))
    .overrideProvider(PaymentProvider)
    .useValue(provider);
  if (changeSteps !== undefined) building.overrideProvider(ChangeSteps).useValue(changeSteps);
  const booking = await building.compile();
  await Promise.all([
    provider.warm(),
    booking.get<Database>(SEAT_DATABASE).warm(),
    warmReads(booking.get(DataSource)),
  ]);
  return booking;
}
