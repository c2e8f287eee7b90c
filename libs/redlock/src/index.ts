export { RedisNodes } from './redis-nodes.js';
export { Leases, type Lease, type LeaseAttempt } from './leases.js';
