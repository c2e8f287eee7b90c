import { AsyncLocalStorage } from 'node:async_hooks';

/** Something that a claim has sent and that has not been answered. */
export interface Sent {
  /** Of the session in PostgreSQL; undefined: it went to Redis. */
  readonly pid: number | undefined;
  readonly text: string;
}

/** What came of it. */
export interface Answered {
  readonly rows: readonly object[];
  readonly error: unknown;
}

/** A claim that does nothing but what it is let do. */
export interface Actor {
  /** It stops here until it is let go. */
  arrives(step: string): Promise<void>;
  sends(sent: Sent): void;
  isAnswered(sent: Sent, answered: Answered): void;
}

/** The claim to which the code that runs belongs; none for the scheduler's own. */
export const actors = new AsyncLocalStorage<Actor>();
