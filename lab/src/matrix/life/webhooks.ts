import type { Client } from 'pg';
import { SETTLED as MONEY_SETTLED } from '../../audit/money-statements.js';
import { one } from '../../audit/snapshot.js';
import { connect } from '../../sale-records.js';
import { waitUntil } from '../../waiting.js';

/** So that each replica of three may have one at the same time. */
const COPIES_MORE = 2;
/** A webhook that was lost comes again after some seconds, or booking asks for its payment after 5. */
const SETTLED = { mostMs: 20_000, everyMs: 50 };

const DUPLICATE_ALL = `
  INSERT INTO payments.webhook_faults (payment_id, late_ms, duplicates, out_of_order, before_redirect, never)
  VALUES ('*', 0, ${COPIES_MORE}, false, false, false) ON CONFLICT (payment_id) DO NOTHING`;
const KEEP = `
  INSERT INTO payments.webhook_faults (payment_id, late_ms, duplicates, out_of_order, before_redirect, never)
  SELECT payment_id, 0, ${COPIES_MORE}, false, false, true FROM unnest($1::text[]) AS payment_id`;
const DELIVER = `UPDATE payments.webhook_faults SET never = false WHERE payment_id = ANY($1)`;
/** As after a provider that died before it had noted the delivery. */
const TELL_AGAIN = `
  UPDATE payments.webhooks AS told SET due_at = clock_timestamp(), delivered_at = NULL, attempts = 0
  FROM payments.payments AS paid
  WHERE paid.payment_id = told.payment_id AND starts_with(paid.reference, $1 || '/') AND delivered_at IS NOT NULL
    AND payload->>'type' = 'payment.captured'`;
const ALL_TOLD = `
  SELECT NOT EXISTS (
    SELECT FROM payments.webhooks AS told JOIN payments.payments AS paid USING (payment_id)
    WHERE starts_with(paid.reference, $1 || '/') AND delivered_at IS NULL) AS told`;

/** The provider, made to tell late, several times, and again: it promises no more than to tell at least once. */
export class Webhooks {
  constructor(
    private readonly postgresUrl: string,
    private readonly eventId: string,
  ) {}

  async duplicateAll(): Promise<void> {
    await this.with((client) => client.query(DUPLICATE_ALL));
  }

  /** Until they are delivered. */
  async keep(paymentIds: readonly string[]): Promise<void> {
    await this.with((client) => client.query(KEEP, [paymentIds]));
  }

  async deliver(paymentIds: readonly string[]): Promise<void> {
    await this.with((client) => client.query(DELIVER, [paymentIds]));
  }

  /** Of every capture once more, long after what followed from it. */
  async tellAgain(): Promise<void> {
    await this.with(async (client) => await client.query(TELL_AGAIN, [this.eventId]));
    await this.untilSettled();
  }

  /** Everything is told, and both sides say the same. */
  async untilSettled(): Promise<void> {
    await this.with(async (client) => {
      const settled = async (): Promise<boolean> =>
        (await one<{ told: boolean }>(client, ALL_TOLD, [this.eventId])).told &&
        (await one<{ settled: boolean }>(client, MONEY_SETTLED, [this.eventId])).settled;
      await waitUntil(settled, (is) => is, SETTLED);
    });
  }

  private async with(work: (client: Client) => Promise<unknown>): Promise<void> {
    const client = await connect(this.postgresUrl);
    try {
      await work(client);
    } finally {
      await client.end();
    }
  }
}
