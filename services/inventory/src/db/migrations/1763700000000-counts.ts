import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Counts are a fold of booking's ledger, fed by its messages. No CHECK: a count that says that a seat was
 * sold twice, or that a sale came before its event, is what this table is for.
 */
export class Counts1763700000000 implements MigrationInterface {
  readonly name = 'Counts1763700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE inventory.applied (ledger_id bigint PRIMARY KEY)`);
    // few rows that change all the time: room on the page for the next versions, so that no index is touched
    await runner.query(`
      CREATE TABLE inventory.counts (
        event_id   text NOT NULL,
        section    text NOT NULL,
        capacity   bigint NOT NULL,
        available  bigint NOT NULL,
        held       bigint NOT NULL,
        booked     bigint NOT NULL,
        live_seats bigint NOT NULL,
        newest_at  timestamptz NOT NULL,
        lag_ms     double precision NOT NULL,
        updated_at timestamptz NOT NULL,
        PRIMARY KEY (event_id, section)
      ) WITH (fillfactor = 50)`);
    await runner.query(`
      CREATE TABLE inventory.dead_letters (
        dead_letter_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        subject        text NOT NULL,
        stream_seq     bigint NOT NULL,
        payload        bytea NOT NULL,
        reason         text NOT NULL,
        at             timestamptz NOT NULL DEFAULT clock_timestamp()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE inventory.dead_letters, inventory.counts, inventory.applied');
  }
}
