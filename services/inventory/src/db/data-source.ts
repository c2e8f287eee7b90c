import type { DataSourceOptions } from 'typeorm';
import { Counts1763700000000 } from './migrations/1763700000000-counts.js';

/** TypeORM runs the migrations and nothing else here: the service itself has a handful of statements. */
export const migrationDataSource = (url: string): DataSourceOptions & { schema: string } => ({
  type: 'postgres',
  schema: 'inventory',
  entities: [],
  migrations: [Counts1763700000000],
  migrationsTableName: 'schema_migrations',
  synchronize: false,
  url,
  applicationName: 'lastseat-migrate',
});
