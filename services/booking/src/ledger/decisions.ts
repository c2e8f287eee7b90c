import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '#postgres';
import type { ClaimRequest, FinalOutcome, Refusal } from './claim.js';
import { requestInProgress } from './database-outcome.js';
import { requestValues } from './seat-ledger.js';
import { FIND_ANSWER, RECORD_REFUSAL } from './seat-statements.js';
import { SEAT_DATABASE } from './seat-transactions.js';

/** What was decided under a key, and by whom. */
export interface Decision {
  readonly claimId: string;
  readonly fingerprint: Buffer;
  readonly outcome: FinalOutcome;
  readonly strategy: string;
  readonly policyVersion: number;
  readonly replica: string;
}

interface AnswerRow {
  readonly claim_id: string;
  readonly fingerprint: Buffer;
  readonly answer: FinalOutcome;
  readonly strategy: string;
  readonly policy_version: number;
  readonly replica: string;
}

/** The idempotency record: one `claims` row for every decided request, refused ones too. */
@Injectable()
export class Decisions {
  constructor(@Inject(SEAT_DATABASE) private readonly database: Database) {}

  async find(
    request: Pick<ClaimRequest, 'eventId' | 'customerId' | 'idempotencyKey'>,
  ): Promise<Decision | undefined> {
    const { eventId, customerId, idempotencyKey } = request;
    const [row] = await this.database.query<AnswerRow>(FIND_ANSWER, [eventId, customerId, idempotencyKey]);
    return row && decision(row);
  }

  /** False: the sale policy has changed since, so the refusal does not count and nothing was written. */
  async refuse(request: ClaimRequest, refusal: Refusal): Promise<boolean> {
    const rows = await this.database
      .query(RECORD_REFUSAL, requestValues(request, refusal))
      .catch(requestInProgress);
    return rows.length > 0;
  }
}

const decision = (row: AnswerRow): Decision => ({
  claimId: row.claim_id,
  fingerprint: row.fingerprint,
  outcome: row.answer,
  strategy: row.strategy,
  policyVersion: row.policy_version,
  replica: row.replica,
});
