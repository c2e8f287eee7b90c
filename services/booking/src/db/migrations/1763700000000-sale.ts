import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The truth: events, seats, claims, ledger. `event_id` leads every key, so that each table can be partitioned by event.
 * No foreign keys: the rows that belong together are written by one statement each (ledger/seat-ledger.ts), and a key
 * share lock on the event's row for every claim would buy nothing.
 */
export class Sale1763700000000 implements MigrationInterface {
  readonly name = 'Sale1763700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE booking.events (
        event_id       text PRIMARY KEY,
        name           text NOT NULL,
        currency       text NOT NULL,
        sections       jsonb NOT NULL,
        capacity       integer NOT NULL,
        policy         jsonb NOT NULL,
        policy_version integer NOT NULL DEFAULT 1,
        switching      boolean NOT NULL DEFAULT false,
        switching_since timestamptz,
        created_at     timestamptz NOT NULL DEFAULT clock_timestamp()
      )`);
    // fillfactor leaves room for the version that a sale makes, so that the update stays on its page
    await runner.query(`
      CREATE TABLE booking.seats (
        event_id   text NOT NULL,
        seat_id    bigint NOT NULL,
        label      text NOT NULL,
        section    text NOT NULL,
        row_name   text,
        number     integer NOT NULL,
        price      integer NOT NULL,
        status     text NOT NULL DEFAULT 'available',
        claim_id   uuid,
        expires_at timestamptz,
        version    bigint NOT NULL DEFAULT 0,
        fence      bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (event_id, seat_id),
        CONSTRAINT seats_label UNIQUE (event_id, label),
        CONSTRAINT seats_status CHECK (status IN ('available', 'held', 'booked')),
        CONSTRAINT seats_holder CHECK ((status = 'available') = (claim_id IS NULL)),
        CONSTRAINT seats_expiry CHECK ((status = 'held') = (expires_at IS NOT NULL))
      ) WITH (fillfactor = 80)`);
    await runner.query(`
      CREATE TABLE booking.claims (
        event_id        text NOT NULL,
        claim_id        uuid NOT NULL,
        customer_id     text NOT NULL,
        idempotency_key text NOT NULL,
        fingerprint     bytea NOT NULL,
        status          text NOT NULL,
        answer          jsonb NOT NULL,
        strategy        text NOT NULL,
        policy_version  integer NOT NULL,
        replica         text NOT NULL,
        decided_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (event_id, claim_id),
        CONSTRAINT claims_request UNIQUE (event_id, customer_id, idempotency_key),
        CONSTRAINT claims_status CHECK
          (status IN ('pending', 'held', 'booked', 'refused', 'released', 'expired', 'cancelled'))
      )`);
    await runner.query(`
      CREATE TABLE booking.claim_seats (
        event_id text NOT NULL,
        claim_id uuid NOT NULL,
        seat_id  bigint NOT NULL,
        live     boolean NOT NULL DEFAULT true,
        guarded  boolean NOT NULL,
        PRIMARY KEY (event_id, claim_id, seat_id)
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX claim_seats_guard ON booking.claim_seats (event_id, seat_id) WHERE live AND guarded`);
    await runner.query(`
      CREATE TABLE booking.customers (
        event_id    text NOT NULL,
        customer_id text NOT NULL,
        live        integer NOT NULL,
        PRIMARY KEY (event_id, customer_id),
        CONSTRAINT customers_live CHECK (live >= 0)
      )`);
    await this.createLedger(runner);
  }

  /**
   * Append-only seat transitions, and the outbox: `sent_seq` is null until JetStream has the row, `applied_at` until
   * inventory has. A row with no seat is the birth of a section: so many seats, (nothing) → available.
   */
  private async createLedger(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE booking.ledger (
        ledger_id    bigint GENERATED ALWAYS AS IDENTITY,
        event_id     text NOT NULL,
        section      text NOT NULL,
        seat_id      bigint,
        claim_id     uuid,
        from_status  text,
        to_status    text NOT NULL,
        seats        integer NOT NULL DEFAULT 1,
        live_delta   integer NOT NULL,
        version      bigint,
        read_version bigint,
        read_at      timestamptz,
        written_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
        sent_stream  text,
        sent_seq     bigint,
        applied_at   timestamptz,
        PRIMARY KEY (event_id, ledger_id)
      )`);
    await runner.query(`CREATE INDEX ledger_unsent ON booking.ledger (ledger_id) WHERE sent_seq IS NULL`);
    await runner.query(`
      CREATE INDEX ledger_unapplied ON booking.ledger (sent_seq) WHERE sent_seq IS NOT NULL AND applied_at IS NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE booking.ledger, booking.customers, booking.claim_seats, booking.claims, booking.seats,
        booking.events`);
  }
}
