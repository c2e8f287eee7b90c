// redlock@5.0.0-beta.2 ships types, but its "exports" map does not name them (TS7016 under nodenext)
declare module 'redlock' {
  import type { EventEmitter } from 'node:events';
  import type { Redis } from 'ioredis';

  export interface Settings {
    driftFactor: number;
    retryCount: number;
    retryDelay: number;
    retryJitter: number;
    automaticExtensionThreshold: number;
  }
  export interface ExecutionStats {
    readonly membershipSize: number;
    readonly quorumSize: number;
    readonly votesFor: Set<Redis>;
    readonly votesAgainst: Map<Redis, Error>;
  }
  export class ResourceLockedError extends Error {}
  export class ExecutionError extends Error {
    readonly attempts: readonly Promise<ExecutionStats>[];
  }
  export class Lock {
    readonly value: string;
    readonly attempts: readonly Promise<ExecutionStats>[];
    release(): Promise<unknown>;
  }
  export default class Redlock extends EventEmitter {
    constructor(clients: Iterable<Redis>, settings?: Partial<Settings>);
    acquire(resources: string[], durationMs: number): Promise<Lock>;
  }
}

// redlock@4.2.0 has no types
declare module 'redlock-v4' {
  import type { Redis } from 'ioredis';

  class LockError extends Error {}
  interface Lock {
    unlock(): PromiseLike<void>;
  }
  export default class Redlock {
    static readonly LockError: typeof LockError;
    constructor(clients: readonly Redis[]);
    lock(resources: string[], ttlMs: number): PromiseLike<Lock>;
  }
}
