import { Inject, Injectable } from '@nestjs/common';
import type { Database, Statement } from '#postgres';
import { SeatLedger } from '../ledger/seat-ledger.js';
import { SEAT_DATABASE } from '../ledger/seat-transactions.js';
import { allFree } from '../ledger/seat.js';
import { type ClaimOutcome, type ClaimRequest, type ClaimStrategy, taken } from './claim-strategy.js';
import { lockKeys } from './support/lock-keys.js';

const LOCK: Statement = {
  name: 'advisory-session-lock',
  text: `SELECT pg_advisory_lock(hashtextextended(name, 0)) FROM unnest($1::text[]) AS name`,
};
const UNLOCK: Statement = {
  name: 'advisory-session-unlock',
  text: `SELECT pg_advisory_unlock(hashtextextended(name, 0)) FROM unnest($1::text[]) AS name`,
};

/**
 * The wrong variant of `advisory`: the lock belongs to a session, and each statement gets whichever session of the pool
 * is idle. So the next request on the lock's session has the lock as well, and the unlock goes to a session that has
 * none, which leaves the seat locked for as long as the first session lives.
 */
@Injectable()
export class AdvisorySessionClaim implements ClaimStrategy {
  static readonly key = 'advisory-session';
  static readonly guarantee = 'none';
  static readonly mechanism = 'takes pg_advisory_lock through a pool of sessions, then reads and writes';
  static readonly labOnly = true;

  constructor(
    @Inject(SEAT_DATABASE) private readonly database: Database,
    private readonly ledger: SeatLedger,
  ) {}

  async claim(request: ClaimRequest): Promise<ClaimOutcome> {
    await this.database.query(LOCK, [lockKeys(request)]);
    try {
      await request.step('after-lock');
      const seats = await this.ledger.read(request);
      if (!allFree(seats)) return taken(seats);
      await request.step('after-read');
      return await this.ledger.sell(request, seats);
    } finally {
      await this.database.query(UNLOCK, [lockKeys(request)]);
    }
  }
}
