import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when the statistics of an event count: it was reset then. Null: since ever. */
export class Reset1764100000000 implements MigrationInterface {
  readonly name = 'Reset1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE booking.events ADD COLUMN reset_at timestamptz`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE booking.events DROP COLUMN reset_at`);
  }
}
