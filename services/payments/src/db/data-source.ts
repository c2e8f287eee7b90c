import type { DataSourceOptions } from 'typeorm';
import { Payments1763900000000 } from './migrations/1763900000000-payments.js';

/** TypeORM runs the migrations and nothing else here: the service itself has a handful of statements. */
export const migrationDataSource = (url: string): DataSourceOptions & { schema: string } => ({
  type: 'postgres',
  schema: 'payments',
  entities: [],
  migrations: [Payments1763900000000],
  migrationsTableName: 'schema_migrations',
  synchronize: false,
  url,
  applicationName: 'lastseat-migrate',
});
