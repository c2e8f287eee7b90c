import { AT_BOOKING, AT_PROVIDER, LAST_CHANGES, YOUNG } from './money-statements.js';
import { DECIDED_WITHIN_S, SWEPT_WITHIN_S } from './patience.js';

/** A claim's row, its live seats and the seats' own rows must tell the same. `$1`, `$2` as everywhere in the audit. */
export const CLAIMS_DIFFER = `
  WITH live AS (
    SELECT event_id, seat_id, claim_id, guarded FROM booking.claim_seats
    WHERE live AND ($1::text IS NULL OR event_id = $1)
  ), compared AS (
    SELECT event_id, seat_id, seat.label, seat.status AS seat_status, seat.claim_id AS seat_claim_id,
           live.claim_id, claim.status AS claim_status,
      CASE
        WHEN coalesce(claim.status, '') NOT IN ('held', 'booked') THEN 'claim-over'
        WHEN seat.claim_id IS NULL THEN 'seat-free'
        -- without the guard a seat may have two live claims, and its row names one of them
        WHEN seat.claim_id <> live.claim_id AND (live.guarded OR NOT EXISTS (
          SELECT FROM live AS other WHERE other.event_id = live.event_id AND other.seat_id = live.seat_id
            AND other.claim_id = seat.claim_id AND NOT other.guarded)) THEN 'seat-of-another'
        WHEN seat.claim_id = live.claim_id AND seat.status <> claim.status THEN 'other-status'
        WHEN seat.claim_id = live.claim_id AND claim.status = 'held' AND seat.expires_at <> claim.expires_at
          THEN 'other-expiry'
      END AS why
    FROM live LEFT JOIN booking.claims AS claim USING (event_id, claim_id)
      LEFT JOIN booking.seats AS seat USING (event_id, seat_id)
    UNION ALL
    SELECT event_id, seat_id, label, status, seat.claim_id, NULL, NULL, 'no-live-claim'
    FROM booking.seats AS seat
    WHERE status <> 'available' AND ($1::text IS NULL OR event_id = $1) AND NOT EXISTS (
      SELECT FROM live WHERE live.event_id = seat.event_id AND live.seat_id = seat.seat_id
        AND live.claim_id = seat.claim_id)
  )
  SELECT event_id AS "eventId", label, count(*) OVER ()::int AS total, seat_status AS "seatStatus",
         seat_claim_id AS "seatClaimId", claim_id AS "claimId", claim_status AS "claimStatus", why
  FROM compared WHERE why IS NOT NULL ORDER BY event_id, seat_id LIMIT $2`;

/** Where a counter is the limit of customers. While a policy is being changed it may be about to be counted anew. */
export const CUSTOMERS_DIFFER = `
  WITH limited AS (
    SELECT event_id FROM booking.events
    WHERE policy->>'maxPerCustomer' IS NOT NULL AND policy->>'limitRule' = 'counter' AND NOT switching
      AND ($1::text IS NULL OR event_id = $1)
  ), has AS (
    SELECT event_id, customer_id, count(*) AS live
    FROM limited JOIN booking.claims USING (event_id) JOIN booking.claim_seats USING (event_id, claim_id)
    WHERE live GROUP BY event_id, customer_id
  ), counted AS (
    SELECT event_id, customer_id, customer.live FROM limited JOIN booking.customers AS customer USING (event_id)
  )
  SELECT event_id AS "eventId", customer_id AS customer, count(*) OVER ()::int AS total,
         coalesce(counted.live, 0)::float8 AS counted, coalesce(has.live, 0)::float8 AS "liveSeats"
  FROM has FULL JOIN counted USING (event_id, customer_id)
  WHERE coalesce(has.live, 0) <> coalesce(counted.live, 0) ORDER BY event_id, customer_id LIMIT $2`;

/** What somebody should have done by now. A refund is due since the payment came in vain, or the booking was ended. */
export const OVERDUE = `
  WITH provider AS (${AT_PROVIDER}), booking AS (${AT_BOOKING}), changed AS (${LAST_CHANGES}),
  due AS (
    SELECT 'payment' AS what, provider.event_id, provider.claim_id, payment_id, provider.changed_at AS since
    FROM provider LEFT JOIN booking USING (payment_id)
    WHERE provider.status = 'captured' AND coalesce(booking.status, 'open') = 'open' AND provider.changed_at <= ${YOUNG}
    UNION ALL
    SELECT 'refund', event_id, claim_id, payment_id, greatest(decided_at, changed_at)
    FROM booking LEFT JOIN changed USING (event_id, claim_id)
    WHERE refund_due AND greatest(decided_at, changed_at) <= ${YOUNG}
    UNION ALL
    SELECT 'hold', event_id, claim_id::text, NULL, expires_at
    FROM booking.claims AS claim JOIN booking.events USING (event_id)
    WHERE claim.status = 'held' AND NOT switching AND expires_at <= now() - interval '${SWEPT_WITHIN_S} s'
      AND ($1::text IS NULL OR event_id = $1)
    UNION ALL
    SELECT 'pending', event_id, claim_id::text, NULL, decided_at
    FROM booking.claims
    WHERE status = 'pending' AND decided_at <= now() - interval '${DECIDED_WITHIN_S} s'
      AND ($1::text IS NULL OR event_id = $1)
  )
  SELECT what, event_id AS "eventId", claim_id AS "claimId", payment_id AS "paymentId", count(*) OVER ()::int AS total,
         floor(extract(epoch FROM now() - since))::float8 AS seconds
  FROM due ORDER BY since, claim_id LIMIT $2`;
