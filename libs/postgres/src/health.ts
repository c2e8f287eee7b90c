import type { HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import type { Database } from './database.js';

const PING = { name: 'ping', text: 'SELECT 1' };

/** Whether it answers, within the deadlines of the pool. */
export async function postgresHealth(
  indicators: HealthIndicatorService,
  database: Database,
): Promise<HealthIndicatorResult> {
  const indicator = indicators.check('postgres');
  try {
    await database.query(PING, []);
    return indicator.up();
  } catch (error) {
    return indicator.down(error instanceof Error ? error.message : String(error));
  }
}
