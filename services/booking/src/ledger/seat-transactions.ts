import { Inject, Injectable } from '@nestjs/common';
import type { Isolation } from '#contracts';
import { pause } from '#deadlines';
import { type Database, type Ending, type Transaction, commit, rollback } from '#postgres';
import type { ClaimOutcome, ClaimRequest, StepName } from './claim.js';
import { undoneByAnother } from './database-outcome.js';
import { LedgerSignal } from './ledger-signal.js';
import type { PassStep } from './life/change-steps.js';

/** The sessions that change seats, and only they: a switch of the policy waits for transactions of this name. */
export const SEATS_APPLICATION = 'lastseat-seats';
export const SEAT_DATABASE = Symbol('SeatDatabase');

/** Back-off as that of claims. */
const CHANGE = { tries: 5, firstDelayMs: 10 };

const BEGIN: Readonly<Record<Isolation, string>> = {
  'read committed': 'BEGIN',
  'repeatable read': 'BEGIN ISOLATION LEVEL REPEATABLE READ',
  serializable: 'BEGIN ISOLATION LEVEL SERIALIZABLE',
};

/** Transactions that change seats, under the isolation of the sale policy. */
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

  /**
   * A change of claims that are there. PostgreSQL may undo it because of another one: above READ
   * COMMITTED, or where two claims of one seat are live. Then it is tried again, as a whole.
   */
  async change<Value>(
    isolation: Isolation,
    step: PassStep,
    work: (tx: Transaction) => Promise<Ending<Value>>,
  ): Promise<Value> {
    for (let tried = 1; ; tried += 1) {
      try {
        let commits = false;
        const value = await this.database.transaction(async (tx) => {
          await step('before-decide');
          const ending = await work(tx);
          commits = ending.commits;
          if (commits) await step('before-commit');
          return ending;
        }, BEGIN[isolation]);
        if (!commits) return value;
        this.signal.written();
        await step('after-commit');
        return value;
      } catch (error) {
        if (undoneByAnother(error) === undefined || tried === CHANGE.tries) throw error;
        await pause(CHANGE.firstDelayMs * 2 ** (tried - 1) * (0.5 + Math.random() / 2));
      }
    }
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

/** Nothing to wait for where nobody has to wait. */
export function stepTogether(
  requests: readonly ClaimRequest[],
  name: StepName,
): Promise<unknown> | undefined {
  const waits: Promise<void>[] = [];
  for (const request of requests) {
    const wait = request.step(name);
    if (wait !== undefined) waits.push(wait);
  }
  return waits.length === 0 ? undefined : Promise.all(waits);
}

const claimedOf = (
  requests: readonly ClaimRequest[],
  outcomes: readonly (ClaimOutcome | 'again')[],
): readonly ClaimRequest[] =>
  requests.filter((_, index) => {
    const outcome = outcomes[index];
    return typeof outcome === 'object' && outcome.kind === 'claimed';
  });
