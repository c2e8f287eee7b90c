import { Injectable } from '@nestjs/common';
import { type Statement, rollback } from '#postgres';
import { SeatLedger } from '../ledger/seat-ledger.js';
import { SeatTransactions } from '../ledger/seat-transactions.js';
import { allFree } from '../ledger/seat.js';
import { type ClaimOutcome, type ClaimRequest, type ClaimStrategy, taken } from './claim-strategy.js';
import { lockKeys } from './support/lock-keys.js';

/**
 * The lock is a number, which PostgreSQL connects with no row. Numbers are taken in their own order: two seats may have
 * the same one, and an order by seats would then not be the same for all.
 */
const LOCK_KEYS: Statement = {
  name: 'advisory-lock-keys',
  text: `
    WITH keys AS MATERIALIZED (
      SELECT DISTINCT hashtextextended(name, 0) AS key FROM unnest($1::text[]) AS name ORDER BY key
    )
    SELECT pg_advisory_xact_lock(key) FROM keys`,
  changesNothing: true,
};

/**
 * A lock that the application agrees with itself on, kept by PostgreSQL until the transaction ends. It has to come
 * first, under READ COMMITTED: above it the snapshot would be older than the lock, and the read with it.
 */
@Injectable()
export class AdvisoryClaim implements ClaimStrategy {
  static readonly key = 'advisory';
  static readonly guarantee = 'strict';
  static readonly mechanism = 'takes pg_advisory_xact_lock for the seat, then reads and writes it';
  static readonly lockScopes = ['seat', 'event'] as const;

  constructor(
    private readonly transactions: SeatTransactions,
    private readonly ledger: SeatLedger,
  ) {}

  async claim(request: ClaimRequest): Promise<ClaimOutcome> {
    return this.transactions.run(request, async (tx) => {
      await tx.query(LOCK_KEYS, [lockKeys(request)]);
      await request.step('after-lock');
      const seats = await this.ledger.readIn(tx, request);
      if (!allFree(seats)) return rollback(taken(seats));
      await request.step('after-read');
      return this.ledger.write(tx, request, seats);
    });
  }
}
