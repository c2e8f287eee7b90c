import { Inject, Injectable } from '@nestjs/common';
import type { Database, Statement } from '#postgres';
import { SEAT_DATABASE } from './seat-transactions.js';

/**
 * A claim that is answered before it is decided: from this commit on it is not lost, whatever dies. Nothing is stored
 * when the event has as many already, and nothing when the key is known.
 */
const STORE: Statement = {
  name: 'pending-store',
  text: `
    WITH event AS (
      SELECT event_id, policy->>'strategy' AS strategy, policy_version,
        (SELECT count(*) FROM booking.claims WHERE event_id = $1 AND status = 'pending') AS waiting
      FROM booking.events WHERE event_id = $1
    ), stored AS (
      INSERT INTO booking.claims (event_id, claim_id, customer_id, idempotency_key, fingerprint, status, answer, wanted,
        due_at, strategy, policy_version, replica)
      SELECT event_id, $2, $3, $4, $5, 'pending', 'null', $6, clock_timestamp(), strategy, policy_version, $7
      FROM event WHERE waiting < $8
      ON CONFLICT ON CONSTRAINT claims_request DO NOTHING
      RETURNING claim_id
    )
    SELECT event_id, waiting < $8 AS "hasRoom", claim_id FROM event LEFT JOIN stored ON true`,
};

/**
 * The oldest that nobody is at, for so many ms; who dies over it loses it to another worker then.
 * statement_timestamp(), as an index does not help with the volatile clock_timestamp().
 */
const TAKE: Statement = {
  name: 'pending-take',
  text: `
    WITH next AS (
      SELECT event_id, claim_id FROM booking.claims
      WHERE status = 'pending' AND due_at <= statement_timestamp()
      ORDER BY due_at LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE booking.claims AS claim SET due_at = clock_timestamp() + $1 * interval '1 millisecond' FROM next
    WHERE claim.event_id = next.event_id AND claim.claim_id = next.claim_id
    RETURNING claim.event_id AS "eventId", claim.claim_id AS "claimId", customer_id AS "customerId",
      idempotency_key AS "idempotencyKey", wanted`,
};

/** Nothing was decided: to be tried again in so many ms. */
const PUT_BACK: Statement = {
  name: 'pending-put-back',
  text: `
    UPDATE booking.claims SET due_at = clock_timestamp() + $3 * interval '1 millisecond'
    WHERE event_id = $1 AND claim_id = $2 AND status = 'pending'`,
};

/** @template Wanted what is asked for, as it was stored */
export interface PendingClaim<Wanted> {
  readonly eventId: string;
  readonly claimId: string;
  readonly customerId: string;
  readonly idempotencyKey: string;
  readonly wanted: Wanted;
}

/** Claims that wait in the database to be decided. */
@Injectable()
export class PendingClaims {
  constructor(@Inject(SEAT_DATABASE) private readonly database: Database) {}

  async store<Wanted>(
    claim: PendingClaim<Wanted> & { readonly fingerprint: Buffer; readonly replica: string },
    waitingMost: number,
  ): Promise<'stored' | 'key-known' | 'full' | 'event-unknown'> {
    const { eventId, claimId, customerId, idempotencyKey, fingerprint, wanted, replica } = claim;
    const values = [
      ...[eventId, claimId, customerId, idempotencyKey, fingerprint, JSON.stringify(wanted), replica],
      waitingMost,
    ];
    const [row] = await this.database.query<{ hasRoom: boolean; claim_id: string | null }>(STORE, values);
    if (row === undefined) return 'event-unknown';
    if (row.claim_id !== null) return 'stored';
    return row.hasRoom ? 'key-known' : 'full';
  }

  async take<Wanted>(forMs: number): Promise<PendingClaim<Wanted> | undefined> {
    const [row] = await this.database.query<PendingClaim<Wanted> & Record<string, unknown>>(TAKE, [forMs]);
    return row;
  }

  async putBack({ eventId, claimId }: PendingClaim<unknown>, inMs: number): Promise<void> {
    await this.database.query(PUT_BACK, [eventId, claimId, inMs]);
  }
}
