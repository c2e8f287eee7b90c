import type { DataSource, DataSourceOptions } from 'typeorm';
import { connectionOptions } from '#postgres';
import { EventEntity } from './event.entity.js';
import { Sale1763700000000 } from './migrations/1763700000000-sale.js';
import { FenceTokens1763800000000 } from './migrations/1763800000000-fence-tokens.js';
import { LifeOfAClaim1763900000000 } from './migrations/1763900000000-life-of-a-claim.js';
import { Reset1764100000000 } from './migrations/1764100000000-reset.js';
import { SeedEvents1764100100000 } from './migrations/1764100100000-seed-events.js';
import { SeatEntity } from './seat.entity.js';

const READ_POOL_SIZE = 5;

const schema = {
  type: 'postgres' as const,
  schema: 'booking',
  entities: [EventEntity, SeatEntity],
  migrations: [
    Sale1763700000000,
    FenceTokens1763800000000,
    LifeOfAClaim1763900000000,
    Reset1764100000000,
    SeedEvents1764100100000,
  ],
  migrationsTableName: 'schema_migrations',
  synchronize: false,
};

/** Events and seat maps: plain reads and the creation of events. Claims have sessions of their own. */
export const readDataSource = (url: string): DataSourceOptions => ({
  ...schema,
  url,
  extra: connectionOptions(url, { applicationName: 'lastseat-events', poolSize: READ_POOL_SIZE }),
});

/** Opens every session before the first request needs one, as Database.warm does for the others. */
export async function warmReads(source: DataSource): Promise<void> {
  const runners = Array.from({ length: READ_POOL_SIZE }, () => source.createQueryRunner());
  await Promise.allSettled(runners.map((runner) => runner.connect()));
  await Promise.all(runners.map((runner) => runner.release()));
}

/** Without the deadlines of a request: a migration takes what it takes. */
export const migrationDataSource = (url: string): DataSourceOptions & { schema: string } => ({
  ...schema,
  url,
  applicationName: 'lastseat-migrate',
});
