import { Inject, Injectable } from '@nestjs/common';
import type { Isolation } from '#contracts';
import { type Database, type Ending, type Transaction, commit, rollback } from '#postgres';
import type { ClaimOutcome, ClaimRequest } from './claim.js';
import { LedgerSignal } from './ledger-signal.js';

/** The sessions that change seats, and only they: a switch of the policy waits for transactions of this name. */
export const SEATS_APPLICATION = 'lastseat-seats';
export const SEAT_DATABASE = Symbol('SeatDatabase');

const BEGIN: Readonly<Record<Isolation, string>> = {
  'read committed': 'BEGIN',
  'repeatable read': 'BEGIN ISOLATION LEVEL REPEATABLE READ',
  serializable: 'BEGIN ISOLATION LEVEL SERIALIZABLE',
};

/** Transactions in which claims are decided, under the isolation of the sale policy. */
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
    const [outcome] = await this.runTogether([request], async (tx) => {
      const { commits, value } = await work(tx);
      return commits ? commit([value]) : rollback([value]);
    });
    if (outcome === undefined) throw new Error('a transaction of one request has one outcome');
    return outcome;
  }

  /** One transaction for several requests of one event; the outcomes are in the order of the requests. */
  async runTogether<Outcome extends ClaimOutcome | 'again'>(
    requests: readonly ClaimRequest[],
    work: (tx: Transaction) => Promise<Ending<Outcome[]>>,
  ): Promise<Outcome[]> {
    const isolation = requests[0]?.policy.isolation ?? 'read committed';
    const outcomes = await this.database.transaction(async (tx) => {
      const ending = await work(tx);
      if (ending.commits) await stepTogether(claimedOf(requests, ending.value), 'before-commit');
      return ending;
    }, BEGIN[isolation]);
    const claimed = claimedOf(requests, outcomes);
    if (claimed.length > 0) {
      this.signal.written();
      await stepTogether(claimed, 'after-commit');
    }
    return outcomes;
  }
}

export const stepTogether = (
  requests: readonly ClaimRequest[],
  ...[name]: Parameters<ClaimRequest['step']>
): Promise<unknown> => Promise.all(requests.map((request) => request.step(name)));

const claimedOf = (
  requests: readonly ClaimRequest[],
  outcomes: readonly (ClaimOutcome | 'again')[],
): readonly ClaimRequest[] =>
  requests.filter((_, index) => {
    const outcome = outcomes[index];
    return typeof outcome === 'object' && outcome.kind === 'claimed';
  });
