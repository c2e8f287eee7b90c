import { z } from 'zod';
import { readEnvironment } from '#config';
import { migrate } from '#postgres';
import { migrationDataSource } from './db/data-source.js';

const { DATABASE_URL: url } = readEnvironment(z.object({ DATABASE_URL: z.url() }));
const done = await migrate(migrationDataSource(url));
process.stdout.write(
  `payments: ${done.length === 0 ? 'nothing to migrate' : `migrated ${done.join(', ')}`}\n`,
);
