import { Logger, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { WakeUp } from '#messaging';
import { Database } from '#postgres';
import { Rounds } from '#rounds';
import { PAYMENTS_CONFIG, type PaymentsConfig, PaymentsConfigModule } from '../config.js';
import { WebhookDelivery } from '../webhooks/webhook-delivery.js';
import { WebhookFaultsStore } from '../webhooks/webhook-faults.store.js';
import { WebhookSender } from '../webhooks/webhook-sender.js';
import { Payments } from './payments.js';

const POOL = { applicationName: 'lastseat-payments', poolSize: 10 };
/** How much later than its payment ran out a webhook may say so; that it cannot be captured needs no worker. */
const EXPIRE_EVERY_MS = 1_000;

const database = {
  provide: Database,
  inject: [PAYMENTS_CONFIG],
  useFactory: ({ databaseUrl }: PaymentsConfig) => {
    const log = new Logger('PaymentsDatabase');
    return new Database(databaseUrl, POOL, (error) => log.warn(error.message));
  },
};

@Module({
  imports: [PaymentsConfigModule],
  providers: [
    database,
    // called when there is a webhook to deliver
    { provide: WakeUp, useFactory: () => new WakeUp() },
    Payments,
    WebhookSender,
    WebhookDelivery,
    WebhookFaultsStore,
  ],
  exports: [Database, Payments, WebhookFaultsStore],
})
export class PaymentsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #expiry: Rounds;

  constructor(
    private readonly sessions: Database,
    private readonly delivery: WebhookDelivery,
    payments: Payments,
  ) {
    const round = (): Promise<boolean> => payments.expireSome();
    this.#expiry = new Rounds({ what: 'expiring payments', everyMs: EXPIRE_EVERY_MS, round });
  }

  onApplicationBootstrap(): void {
    this.#expiry.start();
    this.delivery.start();
  }

  /** After HTTP was closed; what is not delivered by then is delivered by another process, or after the next start. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.#expiry.stop(), this.delivery.stop()]);
    await this.sessions.close();
  }
}
