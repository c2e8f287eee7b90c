import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A provider's own books: the shop's tables are never read, and the shop never reads these. */
export class Payments1763900000000 implements MigrationInterface {
  readonly name = 'Payments1763900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE payments.payments (
        payment_id  text PRIMARY KEY,
        reference   text NOT NULL UNIQUE,
        amount      bigint NOT NULL CHECK (amount > 0),
        currency    text NOT NULL,
        description text NOT NULL,
        return_url  text,
        status      text NOT NULL DEFAULT 'open'
                    CHECK (status IN ('open', 'captured', 'refunded', 'cancelled', 'expired')),
        captured    bigint NOT NULL DEFAULT 0,
        refunded    bigint NOT NULL DEFAULT 0,
        refund_key  text,
        expires_at  timestamptz NOT NULL,
        created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
        -- money follows from the status, and from nothing else
        CHECK (captured = CASE WHEN status IN ('captured', 'refunded') THEN amount ELSE 0 END),
        CHECK (refunded = CASE WHEN status = 'refunded' THEN amount ELSE 0 END),
        CHECK ((refund_key IS NOT NULL) = (status = 'refunded'))
      )`);
    await runner.query(
      `CREATE INDEX payments_running_out ON payments.payments (expires_at) WHERE status = 'open'`,
    );
    // due_at is null once it was delivered or given up; while a process is at it, it lies behind its lease
    await runner.query(`
      CREATE TABLE payments.webhooks (
        seq          bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
        webhook_id   text PRIMARY KEY,
        payment_id   text NOT NULL REFERENCES payments.payments,
        payload      jsonb NOT NULL,
        created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
        due_at       timestamptz DEFAULT clock_timestamp(),
        attempts     integer NOT NULL DEFAULT 0,
        attempted_at timestamptz,
        delivered_at timestamptz,
        last_failure text
      )`);
    await runner.query(`CREATE INDEX webhooks_due ON payments.webhooks (due_at) WHERE due_at IS NOT NULL`);
    await runner.query(`CREATE INDEX webhooks_of_payment ON payments.webhooks (payment_id, seq)`);
    // of one payment, or of all: '*'
    await runner.query(`
      CREATE TABLE payments.webhook_faults (
        payment_id      text PRIMARY KEY,
        late_ms         integer NOT NULL,
        duplicates      integer NOT NULL,
        out_of_order    boolean NOT NULL,
        before_redirect boolean NOT NULL,
        never           boolean NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE payments.webhook_faults, payments.webhooks, payments.payments');
  }
}
