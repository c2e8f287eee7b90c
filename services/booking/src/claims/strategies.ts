/** The registration: one line per strategy. Providers, policy check, GET /v1/strategies, tests and the lab follow. */
export { NoneClaim } from './none.claim.js';
export { MutexClaim } from './mutex.claim.js';
export { QueueClaim } from './queue.claim.js';
export { PessimisticClaim } from './pessimistic.claim.js';
export { NowaitClaim } from './nowait.claim.js';
export { OptimisticClaim } from './optimistic.claim.js';
export { ConditionalClaim } from './conditional.claim.js';
export { BatchedClaim } from './batched.claim.js';
export { SerializableClaim } from './serializable.claim.js';
export { AdvisoryClaim } from './advisory.claim.js';
export { DistributedClaim } from './distributed.claim.js';
export { FencedClaim } from './fenced.claim.js';
// wrong on purpose, each the twin of one above
export { PessimisticUnlimitedClaim } from './pessimistic-unlimited.claim.js';
export { PessimisticUnsortedClaim } from './pessimistic-unsorted.claim.js';
export { AdvisorySessionClaim } from './advisory-session.claim.js';
export { DistributedGetDelClaim } from './distributed-get-del.claim.js';
export { FencedAtWriteClaim } from './fenced-at-write.claim.js';
// as distributed, by libraries as they come
export { RedlockAsItComesClaim } from './redlock-as-it-comes.claim.js';
export { RedlockFourClaim } from './redlock-4.claim.js';
export { RedlockUniversalClaim } from './redlock-universal.claim.js';
