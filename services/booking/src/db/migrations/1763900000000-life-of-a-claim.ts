import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Holds that end, claims that wait to be decided, payments. */
export class LifeOfAClaim1763900000000 implements MigrationInterface {
  readonly name = 'LifeOfAClaim1763900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE booking.claims
        ADD COLUMN expires_at timestamptz,
        ADD COLUMN extensions integer NOT NULL DEFAULT 0,
        ADD COLUMN payment    text NOT NULL DEFAULT 'none',
        ADD COLUMN wanted     jsonb,
        ADD COLUMN due_at     timestamptz,
        ADD CONSTRAINT claims_expiry CHECK (status <> 'held' OR expires_at IS NOT NULL),
        ADD CONSTRAINT claims_pending CHECK (status <> 'pending' OR (wanted IS NOT NULL AND due_at IS NOT NULL))`);
    await runner.query(`
      UPDATE booking.claims SET answer = answer || '{"status": "booked", "expiresAt": null}' WHERE status = 'booked'`);
    await runner.query(
      `CREATE INDEX claims_due ON booking.claims (event_id, expires_at) WHERE status = 'held'`,
    );
    await runner.query(`CREATE INDEX claims_pending ON booking.claims (due_at) WHERE status = 'pending'`);
    // only of those that are forgotten after a day: bookings stay, and would be looked through again each time
    await runner.query(`
      CREATE INDEX claims_age ON booking.claims (decided_at) WHERE status IN ('refused', 'released', 'expired')`);
    // with the guard on there is never a second live claim to look for
    await runner.query(`
      CREATE INDEX claim_seats_unguarded ON booking.claim_seats (event_id, seat_id) WHERE live AND NOT guarded`);
    await this.createPayments(runner);
  }

  /**
   * What booking knows of the provider's payments. A claim has one after another, where the customer declined or was
   * too late. `refund_due` says that the money has to go back.
   */
  private async createPayments(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE booking.payments (
        payment_id  text PRIMARY KEY,
        event_id    text NOT NULL,
        claim_id    uuid NOT NULL,
        attempt     integer NOT NULL,
        amount      integer NOT NULL,
        currency    text NOT NULL,
        pay_url     text NOT NULL,
        status      text NOT NULL DEFAULT 'open',
        captured    integer NOT NULL DEFAULT 0,
        refunded    integer NOT NULL DEFAULT 0,
        refund_due  boolean NOT NULL DEFAULT false,
        decided_at  timestamptz,
        ask_at      timestamptz NOT NULL,
        asked       integer NOT NULL DEFAULT 0,
        created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT payments_attempt UNIQUE (event_id, claim_id, attempt),
        CONSTRAINT payments_status CHECK (status IN ('open', 'captured', 'refunded', 'cancelled', 'expired')),
        CONSTRAINT payments_money CHECK (0 <= refunded AND refunded <= captured AND captured <= amount)
      )`);
    await runner.query(`
      CREATE INDEX payments_unsettled ON booking.payments (ask_at) WHERE status = 'open' OR refund_due`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE booking.payments`);
    await runner.query(`
      DROP INDEX booking.claim_seats_unguarded, booking.claims_age, booking.claims_pending, booking.claims_due`);
    await runner.query(`
      ALTER TABLE booking.claims
        DROP CONSTRAINT claims_pending, DROP CONSTRAINT claims_expiry,
        DROP COLUMN due_at, DROP COLUMN wanted, DROP COLUMN payment, DROP COLUMN extensions, DROP COLUMN expires_at`);
  }
}
