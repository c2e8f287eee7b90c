import { Inject, Injectable } from '@nestjs/common';
import type { Database, Statement } from '#postgres';
import type { ClaimRequest, FinalOutcome, Refusal } from './claim.js';
import { requestInProgress } from './database-outcome.js';
import { decisionValues } from './record-claims.js';
import { SEAT_DATABASE } from './seat-transactions.js';

/**
 * A no, stored under its key without waiting for the disk: a crash of PostgreSQL may forget the last moment of
 * refusals, and never a yes. The setting lasts for this statement's own transaction.
 */
const RECORD_REFUSAL: Statement = {
  name: 'record-refusal',
  text: `
    WITH lazily AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
    INSERT INTO booking.claims (event_id, claim_id, customer_id, idempotency_key, fingerprint, status, answer,
      strategy, policy_version, replica)
    SELECT $1, $2, $3, $4, $5, 'refused', $6, $7, $8, $9
    FROM booking.events, lazily
    WHERE event_id = $1 AND policy_version = $8 AND NOT switching
    RETURNING claim_id`,
};

const FIND_ANSWER: Statement = {
  name: 'find-answer',
  text: `
    SELECT claim_id, fingerprint, answer, strategy, policy_version, replica
    FROM booking.claims
    WHERE event_id = $1 AND customer_id = $2 AND idempotency_key = $3`,
};

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
      .query(RECORD_REFUSAL, decisionValues(request, refusal))
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
