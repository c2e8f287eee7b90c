import { Inject, Injectable } from '@nestjs/common';
import type { Database, Ending, Transaction } from '#postgres';
import type { ClaimOutcome, ClaimRequest } from './claim.js';
import { LedgerSignal } from './ledger-signal.js';

/** The sessions that change seats, and only they: a switch of the policy waits for transactions of this name. */
export const SEATS_APPLICATION = 'lastseat-seats';
export const SEAT_DATABASE = Symbol('SeatDatabase');

/** Transactions in which claims are decided. */
@Injectable()
export class SeatTransactions {
  constructor(
    @Inject(SEAT_DATABASE) private readonly database: Database,
    private readonly signal: LedgerSignal,
  ) {}

  async run(
    request: ClaimRequest,
    work: (tx: Transaction) => Promise<Ending<ClaimOutcome>>,
  ): Promise<ClaimOutcome> {
    const outcome = await this.database.transaction(async (tx) => {
      const ending = await work(tx);
      if (ending.commits) await request.step('before-commit');
      return ending;
    });
    if (outcome.kind === 'claimed') {
      this.signal.written();
      await request.step('after-commit');
    }
    return outcome;
  }
}
