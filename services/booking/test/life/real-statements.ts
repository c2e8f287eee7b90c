import type { Statement } from '#postgres';

/** $1 the event, $2 its policy, $3 the prices of its seats. */
export const OPEN_EVENT: Statement = {
  name: 'test-open-event',
  text: `
  WITH event AS (
    INSERT INTO booking.events (event_id, name, currency, sections, capacity, policy)
    VALUES ($1, 'Life', 'EUR', '[]', cardinality($3::integer[]), $2)
  ), seats AS (
    INSERT INTO booking.seats (event_id, seat_id, label, section, row_name, number, price)
    SELECT $1, nr - 1, 'A' || nr - 1, 'Stalls', 'A', nr, price
    FROM unnest($3::integer[]) WITH ORDINALITY AS seat (price, nr)
  )
  INSERT INTO booking.ledger (event_id, section, to_status, seats, live_delta)
  VALUES ($1, 'Stalls', 'available', cardinality($3::integer[]), 0)`,
};

/** As if so many seconds had passed: for holds, and for payments at the provider. */
export const PASS: Statement = {
  name: 'test-pass',
  text: `
  WITH claims AS (
    UPDATE booking.claims SET expires_at = expires_at - $3 * interval '1 second',
      decided_at = decided_at - $3 * interval '1 second'
    WHERE event_id = $1 AND status = 'held'
  ), seats AS (
    UPDATE booking.seats SET expires_at = expires_at - $3 * interval '1 second'
    WHERE event_id = $1 AND status = 'held'
  )
  UPDATE payments.payments SET expires_at = expires_at - $3 * interval '1 second' WHERE payment_id = ANY($2)`,
};

export const END_HOLDS_IN: Statement = {
  name: 'test-end-holds-in',
  text: `
    WITH claim AS (
      UPDATE booking.claims SET expires_at = clock_timestamp() + $2 * interval '1 millisecond'
      WHERE event_id = $1 AND status = 'held' RETURNING claim_id, expires_at
    )
    UPDATE booking.seats AS seat SET expires_at = claim.expires_at FROM claim
    WHERE seat.event_id = $1 AND seat.claim_id = claim.claim_id`,
};

export const HOLDS_THAT_LAST: Statement = {
  name: 'test-holds-that-last',
  text: `SELECT FROM booking.seats WHERE event_id = $1 AND expires_at > clock_timestamp()`,
};

/** Of all payments of the event, a round takes this one. */
export const ASK_FOR: Statement = {
  name: 'test-ask-for',
  text: `
  UPDATE booking.payments SET ask_at = CASE payment_id WHEN $2 THEN clock_timestamp() ELSE 'infinity' END
  WHERE event_id = $1`,
};

export const CLOSE: Statement = {
  name: 'test-close',
  text: `UPDATE booking.events SET switching = $2 WHERE event_id = $1`,
};

export const WEBHOOK: Statement = {
  name: 'test-webhook',
  text: `
  SELECT payload FROM payments.webhooks WHERE payment_id = $1
  ORDER BY seq OFFSET $2::int % (SELECT greatest(count(*), 1) FROM payments.webhooks WHERE payment_id = $1) LIMIT 1`,
};

export const CLEAR = `
  TRUNCATE booking.events, booking.seats, booking.claims, booking.claim_seats, booking.customers, booking.ledger,
    booking.payments, payments.payments, payments.webhooks, payments.webhook_faults`;

const left = (table: string): string =>
  `ceil(extract(epoch FROM ${table}.expires_at - clock_timestamp()) / $3::int)::int * $3::int`;

/** Everything there is of the event, in one look. $2: its payments at the provider, $3: the step of the clock. */
export const LOOK: Statement = {
  name: 'test-look',
  text: `
  SELECT (SELECT switching FROM booking.events WHERE event_id = $1) AS closed,
    (SELECT json_agg(json_build_object('status', seat.status, 'claimId', seat.claim_id, 'version', seat.version,
        'left', ${left('seat')},
        'live', (SELECT coalesce(json_agg(part.claim_id), '[]') FROM booking.claim_seats AS part
          WHERE part.event_id = $1 AND part.seat_id = seat.seat_id AND part.live),
        'ledger', (SELECT coalesce(json_agg(json_build_object('from', from_status, 'to', to_status,
            'version', version, 'live', live_delta) ORDER BY ledger_id), '[]')
          FROM booking.ledger AS row WHERE row.event_id = $1 AND row.seat_id = seat.seat_id)) ORDER BY seat.seat_id)
      FROM booking.seats AS seat WHERE event_id = $1) AS seats,
    (SELECT coalesce(json_agg(json_build_object('claimId', claim_id, 'customerId', customer_id, 'status', status,
        'extensions', extensions, 'left', CASE status WHEN 'held' THEN ${left('claim')} END,
        'seats', (SELECT coalesce(json_agg(seat_id ORDER BY seat_id), '[]') FROM booking.claim_seats AS part
          WHERE part.event_id = $1 AND part.claim_id = claim.claim_id))), '[]')
      FROM booking.claims AS claim WHERE event_id = $1) AS claims,
    (SELECT coalesce(json_agg(json_build_object('paymentId', payment_id, 'claimId', claim_id, 'attempt', attempt,
        'status', status, 'refundDue', refund_due, 'captured', captured, 'refunded', refunded)), '[]')
      FROM booking.payments WHERE event_id = $1) AS known,
    (SELECT coalesce(json_agg(json_build_object('paymentId', payment_id, 'amount', amount, 'status', status,
        'captured', captured, 'refunded', refunded, 'left', ${left('payment')}, 'reference', reference,
        'told', (SELECT coalesce(json_agg(payload #>> '{data,status}' ORDER BY seq), '[]')
          FROM payments.webhooks AS webhook WHERE webhook.payment_id = payment.payment_id))), '[]')
      FROM payments.payments AS payment WHERE payment_id = ANY($2)) AS payments,
    (SELECT coalesce(json_object_agg(customer_id, live), '{}') FROM booking.customers WHERE event_id = $1) AS live`,
};
