import type { Statement } from '#postgres';

/** Any number will do; one replica at a time judges the stream or marks what was applied. */
export const OUTBOX_LOCK = 7_340_211;

/**
 * A mark that a crash of the server forgets is only a row that is sent, or marked, once more: not worth a
 * wait for the disk.
 */
export const BEGIN_FORGETFUL = 'BEGIN; SET LOCAL synchronous_commit = off';

export interface UnsentRow {
  readonly ledger_id: number;
  readonly event_id: string;
  readonly section: string;
  readonly seat_id: number | null;
  readonly claim_id: string | null;
  readonly from_status: string | null;
  readonly to_status: string;
  readonly seats: number;
  readonly live_delta: number;
  readonly version: number | null;
  readonly written_at: Date;
}

/**
 * Never `ledger_id > last`: a row with a lower id may be committed later. Relays of other replicas skip these
 * rows.
 */
export const LOCK_UNSENT: Statement = {
  name: 'outbox-lock-unsent',
  text: `
    SELECT ledger_id, event_id, section, seat_id, claim_id, from_status, to_status, seats, live_delta, version,
      written_at
    FROM booking.ledger WHERE sent_seq IS NULL
    ORDER BY ledger_id LIMIT $1 FOR UPDATE SKIP LOCKED`,
};

export const MARK_SENT: Statement = {
  name: 'outbox-mark-sent',
  text: `
    UPDATE booking.ledger AS l SET sent_stream = $1, sent_seq = $2
    FROM unnest($3::text[], $4::bigint[]) AS sent (event_id, ledger_id)
    WHERE l.event_id = sent.event_id AND l.ledger_id = sent.ledger_id`,
};

export const LOCK_OUTBOX: Statement = {
  name: 'outbox-lock',
  text: 'SELECT pg_advisory_xact_lock($1)',
};

export const TRY_LOCK_OUTBOX: Statement = {
  name: 'outbox-try-lock',
  text: 'SELECT pg_try_advisory_xact_lock($1) AS locked',
};

export const HIGHEST_SENT: Statement = {
  name: 'outbox-highest-sent',
  text: `
    SELECT sent_seq FROM booking.ledger
    WHERE sent_stream = $1 AND sent_seq IS NOT NULL AND applied_at IS NULL
    ORDER BY sent_seq DESC LIMIT 1`,
};

/** What was sent into another stream than this one and is not known to be applied has to be sent again. */
export const UNSEND_OTHER_STREAMS: Statement = {
  name: 'outbox-unsend-other-streams',
  text: `
    WITH lost AS (
      SELECT event_id, ledger_id FROM booking.ledger
      WHERE sent_stream <> $1 AND sent_seq IS NOT NULL AND applied_at IS NULL
      ORDER BY sent_seq LIMIT $2 FOR UPDATE SKIP LOCKED)
    UPDATE booking.ledger AS l SET sent_stream = NULL, sent_seq = NULL
    FROM lost WHERE l.event_id = lost.event_id AND l.ledger_id = lost.ledger_id
    RETURNING l.ledger_id`,
};

export const MARK_APPLIED: Statement = {
  name: 'outbox-mark-applied',
  text: `
    WITH passed AS (
      SELECT event_id, ledger_id FROM booking.ledger
      WHERE sent_stream = $1 AND sent_seq <= $2 AND sent_seq IS NOT NULL AND applied_at IS NULL
      ORDER BY sent_seq LIMIT $3 FOR UPDATE SKIP LOCKED)
    UPDATE booking.ledger AS l SET applied_at = clock_timestamp()
    FROM passed WHERE l.event_id = passed.event_id AND l.ledger_id = passed.ledger_id
    RETURNING l.ledger_id`,
};

/** Counted up to a limit: how long the queue is beyond that matters to nobody, and counting it would cost. */
export const MEASURE_UNSENT: Statement = {
  name: 'outbox-measure-unsent',
  text: `
    SELECT count(*) AS unsent,
      coalesce(extract(epoch FROM clock_timestamp() - min(written_at)), 0)::float8 AS seconds
    FROM (
      SELECT written_at FROM booking.ledger WHERE sent_seq IS NULL ORDER BY ledger_id LIMIT $1) AS oldest`,
};
