import { DataSource, type DataSourceOptions } from 'typeorm';

/** Any number will do, as long as every one of our migration steps takes the same. */
const MIGRATION_LOCK = 5_283_617;

/**
 * Runs what is pending, in a separate step before replicas start: replicas that migrate race each other (TypeORM's own
 * lock does not cover the migrations table). Waits for another such step; resolves with the names that were run.
 */
export async function migrate(options: DataSourceOptions & { schema: string }): Promise<string[]> {
  const source = await new DataSource(options).initialize();
  const runner = source.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await runner.query(`CREATE SCHEMA IF NOT EXISTS ${options.schema}`);
    const done = await source.runMigrations({ transaction: 'each' });
    return done.map((migration) => migration.name);
  } finally {
    await runner.release();
    await source.destroy();
  }
}
