import { Inject, Injectable } from '@nestjs/common';
import type { Database, Statement } from '#postgres';
import {
  type ClaimOutcome,
  type ClaimRequest,
  type FinalOutcome,
  IN_PROGRESS,
  type Refusal,
  unavailable,
} from './claim.js';
import { requestInProgress } from './database-outcome.js';
import { SEAT_DATABASE } from './seat-transactions.js';

/**
 * Each no, stored under its key without waiting for the disk: a crash of PostgreSQL may forget the last moment of
 * refusals, and never a yes. The setting lasts for this statement's own transaction. All are of one event and were
 * decided under one version of its policy; a key comes once.
 */
const RECORD_REFUSALS: Statement = {
  name: 'record-refusals',
  text: `
    WITH lazily AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)), sale AS (
      SELECT event_id FROM booking.events, lazily WHERE event_id = $1 AND policy_version = $2 AND NOT switching
    ), refused AS (
      INSERT INTO booking.claims AS known (event_id, claim_id, customer_id, idempotency_key, fingerprint, status,
        answer, strategy, policy_version, replica)
      SELECT event_id, claim_id, customer_id, idempotency_key, fingerprint, 'refused', answer, $3, $2, $4
      FROM sale, unnest($5::uuid[], $6::text[], $7::text[], $8::bytea[], $9::jsonb[])
        AS decided (claim_id, customer_id, idempotency_key, fingerprint, answer)
      ON CONFLICT ON CONSTRAINT claims_request DO UPDATE
      SET status = excluded.status, answer = excluded.answer, strategy = excluded.strategy,
        policy_version = excluded.policy_version, replica = excluded.replica, decided_at = excluded.decided_at
      WHERE known.status = 'pending' AND known.claim_id = excluded.claim_id
      RETURNING claim_id
    )
    SELECT claim_id FROM sale LEFT JOIN refused ON true`,
};

const FIND_ANSWER: Statement = {
  name: 'find-answer',
  text: `
    SELECT claim_id, fingerprint, status, answer, strategy, policy_version, replica
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

/** Stored, and nobody has decided it yet. */
export interface Pending {
  readonly claimId: string;
  readonly fingerprint: Buffer;
  readonly outcome: 'pending';
}

/** A request, and the no that it is told once this is stored. */
export interface Refused {
  readonly request: ClaimRequest;
  readonly refusal: Refusal;
}
const keyOf = ({ request: { customerId, idempotencyKey } }: Refused): string =>
  `${customerId} ${idempotencyKey}`;

interface AnswerRow {
  readonly status: string;
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
  ): Promise<Decision | Pending | undefined> {
    const { eventId, customerId, idempotencyKey } = request;
    const [row] = await this.database.query<AnswerRow>(FIND_ANSWER, [eventId, customerId, idempotencyKey]);
    return row && decision(row);
  }

  /** What counts now of each: the refusal; or that nothing was written, and why; or that another one of its key was. */
  async refuse(refused: readonly Refused[]): Promise<(ClaimOutcome | 'again')[]> {
    const keys = new Map(refused.map((one) => [keyOf(one), one]));
    const rows = await this.database
      .query<{ claim_id: string | null }>(RECORD_REFUSALS, refusalValues([...keys.values()]))
      .catch(requestInProgress);
    if (rows.length === 0) return refused.map(() => unavailable('policy-switching'));
    const stored = new Set(rows.map((row) => row.claim_id));
    return refused.map((one) => {
      if (keys.get(keyOf(one)) !== one) return 'again';
      return stored.has(one.request.claimId) ? one.refusal : IN_PROGRESS;
    });
  }
}

function refusalValues(refused: readonly Refused[]): unknown[] {
  const [first] = refused;
  if (first === undefined) throw new Error('no refusal to record');
  const { eventId, policy, policyVersion, replica } = first.request;
  return [
    eventId,
    policyVersion,
    policy.strategy,
    replica,
    refused.map(({ request }) => request.claimId),
    refused.map(({ request }) => request.customerId),
    refused.map(({ request }) => request.idempotencyKey),
    refused.map(({ request }) => request.fingerprint),
    refused.map(({ refusal }) => JSON.stringify(refusal)),
  ];
}

function decision(row: AnswerRow): Decision | Pending {
  const {
    claim_id: claimId,
    fingerprint,
    answer: outcome,
    strategy,
    policy_version: policyVersion,
    replica,
  } = row;
  if (row.status === 'pending') return { claimId, fingerprint, outcome: 'pending' };
  return { claimId, fingerprint, outcome, strategy, policyVersion, replica };
}
