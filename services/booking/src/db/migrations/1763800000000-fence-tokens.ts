import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tokens for `fenced-at-write` (the fence of `fenced` is the row's own), and a policy field that events lacked. */
export class FenceTokens1763800000000 implements MigrationInterface {
  readonly name = 'FenceTokens1763800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE SEQUENCE booking.fence_tokens`);
    await runner.query(`UPDATE booking.events SET policy = policy || '{"limitRule": "counter"}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`UPDATE booking.events SET policy = policy - 'limitRule'`);
    await runner.query(`DROP SEQUENCE booking.fence_tokens`);
  }
}
