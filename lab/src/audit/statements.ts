/**
 * All comparing is done by PostgreSQL, in one snapshot of booking's and inventory's tables; what comes back
 * is bounded. `$1` is an event or null for all, `$2` how many differences to name.
 */
/** What came into a status, less what left it. */
function gained(status: string): string {
  const came = `coalesce(sum(seats) FILTER (WHERE to_status = '${status}'), 0)`;
  const left = `coalesce(sum(seats) FILTER (WHERE from_status = '${status}'), 0)`;
  return `${came} - ${left} AS ${status}`;
}

const FOLDED = `
  SELECT event_id, section,
         sum(CASE WHEN from_status IS NULL THEN seats ELSE 0 END) AS capacity,
         ${['available', 'held', 'booked'].map(gained).join(',\n         ')},
         sum(live_delta) AS live_seats
  FROM booking.ledger WHERE $1::text IS NULL OR event_id = $1 GROUP BY event_id, section`;

const COUNTED = `
  SELECT event_id, section, capacity, available, held, booked, live_seats
  FROM inventory.counts WHERE $1::text IS NULL OR event_id = $1`;

/** Both sides as JSON; null where one side does not have the section at all. */
export const COUNTS_DIFFER = `
  WITH folded AS (${FOLDED}), counted AS (${COUNTED})
  SELECT event_id AS "eventId", section, count(*) OVER ()::int AS total,
         to_jsonb(folded) - 'event_id' - 'section' AS ledger,
         to_jsonb(counted) - 'event_id' - 'section' AS inventory
  FROM folded FULL JOIN counted USING (event_id, section)
  WHERE (folded.capacity, folded.available, folded.held, folded.booked, folded.live_seats) IS DISTINCT FROM
        (counted.capacity, counted.available, counted.held, counted.booked, counted.live_seats)
  ORDER BY event_id, section LIMIT $2`;

/** A seat's row, the last of its ledger rows and its live claims must tell the same. */
export const SEATS_DIFFER = `
  WITH told AS (
    SELECT event_id, seat_id, max(version) AS version, sum(live_delta) AS live,
           (array_agg(to_status ORDER BY version DESC))[1] AS status
    FROM booking.ledger WHERE seat_id IS NOT NULL AND ($1::text IS NULL OR event_id = $1)
    GROUP BY event_id, seat_id
  ), claimed AS (
    SELECT event_id, seat_id, count(*) AS live
    FROM booking.claim_seats WHERE live AND ($1::text IS NULL OR event_id = $1) GROUP BY event_id, seat_id
  )
  SELECT s.event_id AS "eventId", s.label, count(*) OVER ()::int AS total,
         s.status, s.version::float8 AS version,
         coalesce(told.status, 'available') AS "ledgerStatus",
         coalesce(told.version, 0)::float8 AS "ledgerVersion",
         coalesce(told.live, 0)::float8 AS "ledgerLive", coalesce(claimed.live, 0)::float8 AS "liveClaims"
  FROM booking.seats s LEFT JOIN told USING (event_id, seat_id) LEFT JOIN claimed USING (event_id, seat_id)
  WHERE ($1::text IS NULL OR s.event_id = $1)
    AND (s.status <> coalesce(told.status, 'available') OR s.version <> coalesce(told.version, 0)
      OR coalesce(told.live, 0) <> coalesce(claimed.live, 0)
      OR (s.status = 'available') <> (coalesce(claimed.live, 0) = 0))
  ORDER BY s.event_id, s.seat_id LIMIT $2`;

/**
 * `unmarked` rows are applied, or about to be, but the outbox has not noticed: no harm, only not tidied up
 * yet.
 */
export const ROWS = `
  SELECT count(*)::float8 AS ledger, count(DISTINCT l.event_id)::float8 AS events,
         count(*) FILTER (WHERE l.sent_seq IS NULL)::float8 AS unsent,
         count(*) FILTER (WHERE l.sent_seq IS NOT NULL AND l.applied_at IS NULL)::float8 AS unmarked,
         count(*) FILTER (WHERE a.ledger_id IS NULL)::float8 AS lacking
  FROM booking.ledger l LEFT JOIN inventory.applied a ON a.ledger_id = l.ledger_id
  WHERE $1::text IS NULL OR l.event_id = $1`;

/** Applied, but not in the ledger: counts that nobody can explain. */
export const FOREIGN = `
  SELECT count(*)::float8 AS rows FROM inventory.applied a
  WHERE NOT EXISTS (SELECT FROM booking.ledger l WHERE l.ledger_id = a.ledger_id)`;

export const DEAD_LETTERS = `SELECT count(*)::float8 AS rows FROM inventory.dead_letters`;

/** Only rows that are not marked applied: two small partial indexes answer it, however long the ledger is. */
export const DRAINED = `
  SELECT NOT EXISTS (SELECT FROM booking.ledger WHERE sent_seq IS NULL)
     AND NOT EXISTS (
       SELECT FROM booking.ledger l WHERE l.sent_seq IS NOT NULL AND l.applied_at IS NULL
         AND NOT EXISTS (SELECT FROM inventory.applied a WHERE a.ledger_id = l.ledger_id)) AS drained`;

export const MAKE_UNSENT = `
  UPDATE booking.ledger l SET sent_stream = NULL, sent_seq = NULL, applied_at = NULL
  WHERE ($1::text IS NULL OR l.event_id = $1) AND (l.sent_seq IS NOT NULL OR l.applied_at IS NOT NULL)
    AND NOT EXISTS (SELECT FROM inventory.applied a WHERE a.ledger_id = l.ledger_id)`;

export const EVENT_EXISTS = `SELECT EXISTS (SELECT FROM booking.events WHERE event_id = $1) AS exists`;
