import { Counter, Histogram } from 'prom-client';
import { metrics } from '#telemetry';

const BUCKETS_SECONDS = [0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5];
const BATCH_SIZES = [1, 2, 5, 10, 20, 50, 100];

// of the process, as its registry is; for operators only: no verdict is ever drawn from these
const registers = [metrics];

export const lockWaitSeconds = new Histogram({
  name: 'lock_wait_seconds',
  help: 'from the start of a claim until it has its lock',
  labelNames: ['strategy'],
  buckets: BUCKETS_SECONDS,
  registers,
});
export const retries = new Counter({
  name: 'claim_retries_total',
  help: 'attempts begun anew inside a claim, by what undid the one before: contended, 40001 or 40P01',
  labelNames: ['strategy', 'cause'],
  registers,
});
export const optimisticRetries = new Counter({
  name: 'optimistic_retries_total',
  help: 'attempts begun anew because somebody wrote the seat between our read and our write',
  labelNames: ['strategy'],
  registers,
});
export const transactionsUndone = new Counter({
  name: 'transactions_undone_total',
  help: 'claims that PostgreSQL undid because of another: 40001 serialization failure, 40P01 deadlock',
  labelNames: ['strategy', 'sqlstate'],
  registers,
});
export const fenceRefusals = new Counter({
  name: 'fence_refusals_total',
  help: 'writes that found a higher fence in the row: their lease was over',
  labelNames: ['strategy'],
  registers,
});
export const degradedClaims = new Counter({
  name: 'degraded_claims_total',
  help: 'claims that went on without their lock, because no majority of the Redis nodes answered',
  labelNames: ['strategy'],
  registers,
});
export const batchSize = new Histogram({
  name: 'claim_batch_size',
  help: 'claims that shared one commit',
  labelNames: ['strategy'],
  buckets: BATCH_SIZES,
  registers,
});
