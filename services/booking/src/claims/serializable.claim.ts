import { Injectable } from '@nestjs/common';
import { rollback } from '#postgres';
import { SeatLedger } from '../ledger/seat-ledger.js';
import { SeatTransactions } from '../ledger/seat-transactions.js';
import { allFree } from '../ledger/seat.js';
import { type ClaimOutcome, type ClaimRequest, type ClaimStrategy, taken } from './claim-strategy.js';
import { retry } from './support/retry.js';

/** Back-off 10 · 2ⁿ ms with jitter, after 40001 (serialization failure) and 40P01 (deadlock). */
const LIMITS = { tries: 5, firstDelayMs: 10 };

/**
 * Reads and writes as if it were alone, without a lock of its own: `BEGIN ISOLATION LEVEL SERIALIZABLE`. PostgreSQL
 * sees which transactions read what others write, and undoes one of them whenever no order of running them one after
 * another would give the same. It holds as long as everybody who writes these rows is SERIALIZABLE.
 * https://www.postgresql.org/docs/current/transaction-iso.html#XACT-SERIALIZABLE
 */
@Injectable()
export class SerializableClaim implements ClaimStrategy {
  static readonly key = 'serializable';
  static readonly guarantee = 'strict';
  static readonly mechanism =
    'reads and writes in a SERIALIZABLE transaction, and again when PostgreSQL undoes it';
  static readonly isolations = ['serializable'] as const;

  constructor(
    private readonly transactions: SeatTransactions,
    private readonly ledger: SeatLedger,
  ) {}

  async claim(request: ClaimRequest): Promise<ClaimOutcome> {
    return retry(request, LIMITS, () =>
      this.transactions.run(request, async (tx) => {
        const seats = await this.ledger.readIn(tx, request);
        if (!allFree(seats)) return rollback(taken(seats));
        await request.step('after-read');
        return this.ledger.write(tx, request, seats);
      }),
    );
  }
}
