/** The registration: one line per strategy. Providers, policy check, GET /v1/strategies, tests and the lab follow. */
export { NoneClaim } from './none.claim.js';
export { MutexClaim } from './mutex.claim.js';
export { PessimisticClaim } from './pessimistic.claim.js';
export { OptimisticClaim } from './optimistic.claim.js';
export { ConditionalClaim } from './conditional.claim.js';
export { DistributedClaim } from './distributed.claim.js';
