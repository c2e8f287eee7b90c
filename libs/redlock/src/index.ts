export { RedisNodes } from './redis-nodes.js';
export { Leases, type Lease, type LeaseAttempt } from './leases.js';
export { UntunedNodes } from './untuned-nodes.js';
export {
  type LibraryLock,
  type LockLibrary,
  redlockAsItComes,
  redlockFour,
  redlockUniversal,
} from './lock-libraries.js';
