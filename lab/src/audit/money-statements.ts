import { SETTLED_WITHIN_S } from './patience.js';

/**
 * Both sides of the money, the provider's and booking's, in the audit's one snapshot: `now()` is its time. `$1` is an
 * event or null for all, `$2` how many rows to name.
 */
export const YOUNG = `now() - interval '${SETTLED_WITHIN_S} s'`;

/**
 * Its reference names the claim. `changed_at`: every change has a webhook; but one whose time is over has expired
 * before anybody comes by to write that down.
 */
export const AT_PROVIDER = `
  SELECT payment_id, split_part(reference, '/', 1) AS event_id, split_part(reference, '/', 2) AS claim_id, currency,
         captured, refunded, by_now.status,
         greatest((SELECT max(created_at) FROM payments.webhooks AS told WHERE told.payment_id = paid.payment_id),
                  CASE by_now.status WHEN 'expired' THEN expires_at END) AS changed_at
  FROM payments.payments AS paid, LATERAL (
    SELECT CASE WHEN status = 'open' AND expires_at <= now() THEN 'expired' ELSE status END AS status) AS by_now
  WHERE $1::text IS NULL OR starts_with(reference, $1 || '/')`;

export const AT_BOOKING = `
  SELECT payment_id, event_id, claim_id::text AS claim_id, status, captured, refunded, refund_due, decided_at
  FROM booking.payments WHERE $1::text IS NULL OR event_id = $1`;

export const LAST_CHANGES = `
  SELECT event_id, claim_id::text AS claim_id, max(written_at) AS changed_at FROM booking.ledger
  WHERE claim_id IS NOT NULL AND ($1::text IS NULL OR event_id = $1) GROUP BY event_id, claim_id`;

/** What the seats of a booking cost, where only a payment could book them. */
const OWED = `
  SELECT claim.event_id, claim.claim_id::text AS claim_id, claim.customer_id, event.currency,
         coalesce(sum(seat.price) FILTER (WHERE claim.status = 'booked'), 0) AS owed
  FROM booking.claims AS claim JOIN booking.events AS event USING (event_id)
    LEFT JOIN booking.claim_seats AS part
      ON part.event_id = claim.event_id AND part.claim_id = claim.claim_id AND part.live
    LEFT JOIN booking.seats AS seat ON seat.event_id = part.event_id AND seat.seat_id = part.seat_id
  WHERE claim.payment = 'required' AND ($1::text IS NULL OR claim.event_id = $1)
  GROUP BY claim.event_id, claim.claim_id, claim.customer_id, event.currency`;

/** Claim by claim, so that it also agrees for every customer and in total. */
const BY_CLAIM = `
  WITH provider AS (${AT_PROVIDER}), booking AS (${AT_BOOKING}), changed AS (${LAST_CHANGES}), owed AS (${OWED}),
  paid AS (
    SELECT event_id, claim_id, min(provider.currency) AS currency, sum(provider.captured) AS captured,
           sum(provider.refunded) AS refunded, greatest(max(provider.changed_at), max(booking.decided_at)) AS changed_at
    FROM provider LEFT JOIN booking USING (payment_id, event_id, claim_id) GROUP BY event_id, claim_id
  ), money AS (
    SELECT event_id, claim_id, customer_id, coalesce(paid.currency, owed.currency) AS currency,
           coalesce(captured, 0) AS captured, coalesce(refunded, 0) AS refunded, coalesce(owed, 0) AS owed,
           coalesce(captured, 0) - coalesce(refunded, 0) <> coalesce(owed, 0) AS differs,
           coalesce(greatest(paid.changed_at, changed.changed_at) > ${YOUNG}, false) AS young
    FROM paid FULL JOIN owed USING (event_id, claim_id) LEFT JOIN changed USING (event_id, claim_id)
  )`;

export const MONEY_DIFFERS = `${BY_CLAIM}
  SELECT event_id AS "eventId", claim_id AS "claimId", customer_id AS customer, currency,
         (captured - refunded)::float8 AS paid, owed::float8 AS owed, count(*) OVER ()::int AS total
  FROM money WHERE differs AND NOT young ORDER BY event_id, claim_id LIMIT $2`;

/** `inFlight`: claims whose money differs, and not for long enough to say so. */
export const MONEY_IN_TOTAL = `${BY_CLAIM}
  SELECT currency, sum(captured)::float8 AS captured, sum(refunded)::float8 AS refunded, sum(owed)::float8 AS owed,
         count(*) FILTER (WHERE differs AND young)::float8 AS "inFlight"
  FROM money GROUP BY currency HAVING count(*) FILTER (WHERE captured > 0 OR owed > 0) > 0 ORDER BY currency LIMIT $2`;

/** A payment that booking was not told of is no difference while it is open: its customer never heard of it either. */
const SAYS_OTHERWISE = `
  (provider.status, provider.captured, provider.refunded) IS DISTINCT FROM
  (booking.status, booking.captured, booking.refunded)
    AND NOT (booking.payment_id IS NULL AND provider.status = 'open')`;

export const PAYMENTS_DIFFER = `
  WITH provider AS (${AT_PROVIDER}), booking AS (${AT_BOOKING})
  SELECT payment_id AS "paymentId", count(*) OVER ()::int AS total,
         coalesce(provider.event_id, booking.event_id) AS "eventId",
         coalesce(provider.claim_id, booking.claim_id) AS "claimId",
         CASE WHEN provider.status IS NOT NULL THEN jsonb_build_object('status', provider.status,
           'captured', provider.captured, 'refunded', provider.refunded) END AS provider,
         CASE WHEN booking.status IS NOT NULL THEN jsonb_build_object('status', booking.status,
           'captured', booking.captured, 'refunded', booking.refunded) END AS booking
  FROM provider FULL JOIN booking USING (payment_id)
  WHERE ${SAYS_OTHERWISE} AND coalesce(provider.changed_at <= ${YOUNG}, true)
  ORDER BY "eventId", "claimId", payment_id LIMIT $2`;

/** Whether nothing is on its way between the provider and booking, however young. */
export const SETTLED = `
  WITH provider AS (${AT_PROVIDER}), booking AS (${AT_BOOKING})
  SELECT NOT EXISTS (SELECT FROM provider FULL JOIN booking USING (payment_id) WHERE ${SAYS_OTHERWISE})
     AND NOT EXISTS (SELECT FROM booking WHERE refund_due) AS settled`;
