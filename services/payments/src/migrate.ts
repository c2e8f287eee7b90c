import { DatabaseEnvironment, readEnvironment } from '#config';
import { migrate } from '#postgres';
import { migrationDataSource } from './db/data-source.js';

const { databaseUrl } = readEnvironment(DatabaseEnvironment);
const done = await migrate(migrationDataSource(databaseUrl));
process.stdout.write(
  `payments: ${done.length === 0 ? 'nothing to migrate' : `migrated ${done.join(', ')}`}\n`,
);
