import { Inject, Injectable, Logger } from '@nestjs/common';
import { WakeUp } from '#messaging';
import { Database } from '#postgres';
import { Rounds } from '#rounds';
import { PAYMENTS_CONFIG, type PaymentsConfig } from '../config.js';
import { retryAfterMs } from './retry-schedule.js';
import { webhookAttempts } from './webhook-metrics.js';
import { type Failure, WebhookSender } from './webhook-sender.js';
import { DELIVERED, type DueWebhook, NOT_DELIVERED, TAKE_DUE } from './webhook-statements.js';

/** What is due by now, or was announced by another process, is found by looking. */
const LOOK_EVERY_MS = 250;
const AT_ONCE_MOST = 16;

/**
 * At least once: a webhook is taken under a lease and marked only after the shop has answered, so what a killed
 * process was at is delivered again. Any number of processes may do this; nobody promises an order.
 */
@Injectable()
export class WebhookDelivery {
  readonly #log = new Logger(WebhookDelivery.name);
  readonly #underWay = new Set<Promise<void>>();
  readonly #rounds: Rounds;

  constructor(
    private readonly database: Database,
    private readonly sender: WebhookSender,
    private readonly work: WakeUp,
    @Inject(PAYMENTS_CONFIG) private readonly config: PaymentsConfig,
  ) {
    const round = (): Promise<boolean> => this.#takeSome();
    this.#rounds = new Rounds({ what: 'delivering webhooks', everyMs: LOOK_EVERY_MS, round, wakeUp: work });
  }

  start(): void {
    this.#rounds.start();
  }

  /** Ends the attempts that are under way; each has a deadline. */
  async stop(): Promise<void> {
    await this.#rounds.stop();
    await Promise.all(this.#underWay);
  }

  /** False: all that is due is under way, or no more can be; an attempt that ends calls the next round. */
  async #takeSome(): Promise<boolean> {
    const free = AT_ONCE_MOST - this.#underWay.size;
    if (free === 0) return false;
    const taken = await this.database.query<DueWebhook>(TAKE_DUE, [free, this.config.profile === 'lab']);
    for (const webhook of taken) this.#follow(this.#deliver(webhook));
    return taken.length === free;
  }

  #follow(attempt: Promise<void>): void {
    const followed = attempt
      // not marked: it comes again when its lease is over
      .catch((error: unknown) => this.#log.warn(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        this.#underWay.delete(followed);
        this.work.call();
      });
    this.#underWay.add(followed);
  }

  async #deliver(webhook: DueWebhook): Promise<void> {
    const { webhook_id: id, body, copies } = webhook;
    const failures = await Promise.all(Array.from({ length: copies }, () => this.sender.send(id, body)));
    if (failures.includes(undefined)) {
      webhookAttempts.inc({ outcome: 'delivered' });
      await this.database.query(DELIVERED, [id]);
    } else await this.#failed(webhook, failures[0]);
  }

  async #failed({ webhook_id: id, attempts }: DueWebhook, reason: Failure): Promise<void> {
    const retryMs = retryAfterMs(attempts);
    webhookAttempts.inc({ outcome: retryMs === null ? 'given-up' : 'failed' });
    if (retryMs === null) this.#log.error(`${id} is given up after ${attempts} attempts: ${reason}`);
    await this.database.query(NOT_DELIVERED, [id, attempts, retryMs, reason]);
  }
}
