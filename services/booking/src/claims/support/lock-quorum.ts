import { Injectable, Logger } from '@nestjs/common';
import type { ClaimRequest } from '../claim-strategy.js';
import { degradedClaims } from './claim-counters.js';

/** Counts the claims that go on without a lock, and says so once when it begins and once when it is over. */
@Injectable()
export class LockQuorum {
  readonly #log = new Logger('LockQuorum');
  #missing = false;

  seen({ policy: { strategy } }: ClaimRequest, quorum: boolean): void {
    if (!quorum) degradedClaims.inc({ strategy });
    if (quorum !== this.#missing) return;
    this.#missing = !quorum;
    if (quorum) this.#log.log(`a majority of the Redis nodes answers again: ${strategy} has its lock back`);
    else this.#log.warn(`no majority of the Redis nodes answers: ${strategy} goes on without its lock`);
  }
}
