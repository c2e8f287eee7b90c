import type { ClaimStatus, Isolation, PaymentRule, PaymentView } from '#contracts';
import type { Session, Statement } from '#postgres';

/** A claim as it stands, judged by the clock of the database: a hold whose time is over counts as expired. */
const CLAIM = `
    SELECT claim.event_id AS "eventId", claim.claim_id AS "claimId", claim.customer_id AS "customerId",
      CASE WHEN claim.status = 'held' AND claim.expires_at <= clock_timestamp() THEN 'expired' ELSE claim.status END
        AS status,
      CASE WHEN claim.status = 'held' THEN claim.expires_at END AS "expiresAt", clock_timestamp() AS now,
      claim.decided_at AS "decidedAt", claim.extensions, claim.payment, claim.strategy,
      claim.policy_version AS "policyVersion", claim.replica, event.policy->>'isolation' AS isolation,
      event.switching, event.currency, event.name AS "eventName", last.paid,
      (SELECT coalesce(json_agg(seat_id ORDER BY seat_id), '[]') FROM booking.claim_seats AS part
        WHERE part.event_id = claim.event_id AND part.claim_id = claim.claim_id) AS "seatIds"
    FROM booking.claims AS claim JOIN booking.events AS event USING (event_id)
      LEFT JOIN LATERAL (
        SELECT json_build_object('paymentId', payment_id, 'status',
          CASE WHEN refund_due AND status = 'captured' THEN 'refunding' ELSE status END, 'amount', amount,
          'currency', currency, 'captured', captured, 'refunded', refunded, 'payUrl', pay_url) AS paid
        FROM booking.payments AS one WHERE one.event_id = claim.event_id AND one.claim_id = claim.claim_id
        ORDER BY attempt DESC LIMIT 1) AS last ON true`;

const READ_CLAIM: Statement = {
  name: 'read-claim',
  text: `${CLAIM}
    WHERE claim.event_id = $1 AND claim.claim_id = $2`,
};

/** Each of them once. A join: of IN (SELECT …) the planner expects so many rows that it compiles the statement. */
const READ_CLAIMS: Statement = {
  name: 'read-claims',
  text: `${CLAIM}
      JOIN unnest($1::text[], $2::uuid[]) AS wanted (event_id, claim_id)
        ON wanted.event_id = claim.event_id AND wanted.claim_id = claim.claim_id`,
};

export interface ClaimRow {
  readonly eventId: string;
  readonly claimId: string;
  readonly customerId: string;
  readonly status: ClaimStatus;
  /** Of a hold. */
  readonly expiresAt: Date | null;
  readonly now: Date;
  readonly decidedAt: Date;
  readonly extensions: number;
  readonly payment: PaymentRule;
  readonly strategy: string;
  readonly policyVersion: number;
  readonly replica: string;
  /** Of the event, by now. */
  readonly isolation: Isolation;
  readonly switching: boolean;
  readonly currency: string;
  readonly eventName: string;
  /** Its last payment, where one was asked for. */
  readonly paid: PaymentView | null;
  readonly seatIds: readonly number[];
}

export async function readClaim(
  session: Session,
  eventId: string,
  claimId: string,
): Promise<ClaimRow | undefined> {
  const [row] = await session.query<ClaimRow>(READ_CLAIM, [eventId, claimId]);
  return row;
}

export const readClaims = (
  session: Session,
  claims: readonly Pick<ClaimRow, 'eventId' | 'claimId'>[],
): Promise<ClaimRow[]> =>
  session.query<ClaimRow & Record<string, unknown>>(READ_CLAIMS, [
    claims.map(({ eventId }) => eventId),
    claims.map(({ claimId }) => claimId),
  ]);
