import type { Statement, Transaction } from '#postgres';
import { type ClaimRequest, type Claimed, claimedStatus } from './claim.js';
import { requestInProgress } from './database-outcome.js';
import { countDoubleBookings } from './double-bookings.js';
import type { SeatTaken } from './seat.js';

/** A claim whose seats have been written in the open transaction. */
export interface WrittenClaim {
  readonly request: ClaimRequest;
  readonly claimed: Claimed;
  readonly seats: readonly SeatTaken[];
}

export function writtenClaim(request: ClaimRequest, seats: readonly SeatTaken[]): WrittenClaim {
  const sold = seats
    .map(({ seat_id: seatId, version, from_status: from }) => ({
      ...{ seatId, version },
      ...(from !== 'available' && { from }),
    }))
    .sort((one, other) => one.seatId - other.seatId);
  const { degraded, policy } = request;
  const until = seats[0]?.expires_at ?? null;
  const claimed: Claimed = {
    kind: 'claimed',
    status: claimedStatus(policy),
    expiresAt: until === null ? null : new Date(until).toISOString(),
    seats: sold,
    ...(degraded && { degraded }),
  };
  return { request, seats, claimed };
}

/**
 * What a yes leaves behind: the claim (and with it the request's key), its live seats, a ledger row per seat, for one
 * claim or for those that were decided together. Writes nothing when the sale policy is another than the one they were
 * decided under, and nothing for a claim whose key is known; a claim that was stored as pending is decided by it.
 */
const RECORD_CLAIMS: Statement = {
  name: 'record-claims',
  text: `
    WITH sale AS (
      SELECT event_id FROM booking.events WHERE event_id = $1 AND policy_version = $2 AND NOT switching
    ), claim AS (
      INSERT INTO booking.claims AS known (event_id, claim_id, customer_id, idempotency_key, fingerprint, status,
        answer, expires_at, payment, strategy, policy_version, replica)
      SELECT sale.event_id, claim_id, customer_id, idempotency_key, fingerprint, $18, answer, expires_at, $19,
        $3, $2, $4
      FROM sale, unnest($6::uuid[], $7::text[], $8::text[], $9::bytea[], $10::jsonb[], $20::timestamptz[])
        AS decided (claim_id, customer_id, idempotency_key, fingerprint, answer, expires_at)
      ON CONFLICT ON CONSTRAINT claims_request DO UPDATE
      SET status = excluded.status, answer = excluded.answer, expires_at = excluded.expires_at,
        payment = excluded.payment, strategy = excluded.strategy, policy_version = excluded.policy_version,
        replica = excluded.replica, decided_at = excluded.decided_at
      WHERE known.status = 'pending' AND known.claim_id = excluded.claim_id
      RETURNING claim_id
    ), seat AS (
      SELECT * FROM claim JOIN unnest($11::uuid[], $12::bigint[], $13::text[], $14::text[], $15::bigint[],
        $16::bigint[], $17::timestamptz[])
        AS seat (claim_id, seat_id, section, from_status, version, read_version, read_at) USING (claim_id)
    ), live AS (
      INSERT INTO booking.claim_seats (event_id, claim_id, seat_id, guarded)
      SELECT $1, claim_id, seat_id, $5 FROM seat
    ), ledger AS (
      INSERT INTO booking.ledger (event_id, section, seat_id, claim_id, from_status, to_status, live_delta, version,
        read_version, read_at)
      SELECT $1, section, seat_id, claim_id, from_status, $18, 1, version, read_version, read_at
      FROM seat ORDER BY seat_id
    )
    SELECT sale.event_id, claim.claim_id FROM sale LEFT JOIN claim ON true`,
};

export interface Recorded {
  /** False: the policy has changed since, and nothing was written. */
  readonly policyIsCurrent: boolean;
  /** Without those whose key is known. */
  readonly claimIds: ReadonlySet<string>;
}

/** The claims are of one event and were decided under one version of its policy. */
export async function recordClaims(tx: Transaction, claims: readonly WrittenClaim[]): Promise<Recorded> {
  const rows = await tx
    .query<{ claim_id: string | null }>(RECORD_CLAIMS, recordValues(claims))
    .catch(requestInProgress);
  for (const { request, seats } of claims) countDoubleBookings(request, seats);
  const claimIds = rows.flatMap((row) => (row.claim_id === null ? [] : [row.claim_id]));
  return { policyIsCurrent: rows.length > 0, claimIds: new Set(claimIds) };
}

function recordValues(claims: readonly WrittenClaim[]): unknown[] {
  const [first] = claims;
  if (first === undefined) throw new Error('no claim to record');
  const { eventId, policy, policyVersion, replica } = first.request;
  const seats = claims.flatMap(({ request, seats: taken }) =>
    taken.map((seat) => ({ ...seat, claimId: request.claimId })),
  );
  return [
    eventId,
    policyVersion,
    policy.strategy,
    replica,
    policy.guard,
    claims.map(({ request }) => request.claimId),
    claims.map(({ request }) => request.customerId),
    claims.map(({ request }) => request.idempotencyKey),
    claims.map(({ request }) => request.fingerprint),
    claims.map(({ claimed }) => JSON.stringify(claimed)),
    seats.map((seat) => seat.claimId),
    seats.map((seat) => seat.seat_id),
    seats.map((seat) => seat.section),
    seats.map((seat) => seat.from_status),
    seats.map((seat) => seat.version),
    seats.map((seat) => seat.read_version),
    seats.map((seat) => seat.read_at),
    claimedStatus(policy),
    policy.payment,
    claims.map(({ seats: [seat] }) => seat?.expires_at ?? null),
  ];
}
