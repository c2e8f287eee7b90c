export { Database, type Session, type Statement, type Transaction } from './database.js';
export {
  CommitUnknown,
  DatabaseUnavailable,
  asUnavailable,
  databaseLost,
  sqlState,
  violatedConstraint,
} from './failures.js';
export { commit, rollback, type Ending } from './ending.js';
export { postgresHealth } from './health.js';
export { connectionOptions } from './connection-options.js';
export { migrate } from './migrate.js';
