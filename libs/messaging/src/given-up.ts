import { Logger } from '@nestjs/common';

/**
 * The NATS client never comes back from this (wrong credentials): the supervisor has to start the process
 * again.
 */
export function exitWhenGivenUp(reason: Error | undefined): void {
  new Logger('NATS').fatal(`the connection was given up: ${reason?.message ?? 'no reason'}`);
  process.exit(1);
}
