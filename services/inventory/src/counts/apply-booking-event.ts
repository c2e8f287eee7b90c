import { Injectable } from '@nestjs/common';
import type { LedgerMessage } from '#contracts';
import { Database, type Statement } from '#postgres';
import { duplicateRows, appliedRows } from './counts-metrics.js';

/**
 * One statement, so one transaction: each row that `applied` has not seen yet changes the counts of its
 * section by a difference. Differences commute, so neither order nor repetition of messages matters. Both
 * tables are written in the order of their keys: two consumers wait for each other and do not deadlock.
 */
const APPLY: Statement = {
  name: 'apply-ledger-rows',
  text: `
    WITH incoming AS (
      SELECT DISTINCT ON ("ledgerId") * FROM json_to_recordset($1) AS row (
        "ledgerId" bigint, "eventId" text, section text, "from" text, "to" text, seats bigint,
        "liveDelta" bigint, "writtenAt" timestamptz)
      ORDER BY "ledgerId"),
    fresh AS (
      INSERT INTO inventory.applied (ledger_id) SELECT "ledgerId" FROM incoming ORDER BY "ledgerId"
      ON CONFLICT DO NOTHING RETURNING ledger_id),
    difference AS (
      SELECT "eventId" AS event_id, section,
        coalesce(sum(seats) FILTER (WHERE "from" IS NULL), 0) AS capacity,
        coalesce(sum(seats) FILTER (WHERE "to" = 'available'), 0)
          - coalesce(sum(seats) FILTER (WHERE "from" = 'available'), 0) AS available,
        coalesce(sum(seats) FILTER (WHERE "to" = 'held'), 0)
          - coalesce(sum(seats) FILTER (WHERE "from" = 'held'), 0) AS held,
        coalesce(sum(seats) FILTER (WHERE "to" = 'booked'), 0)
          - coalesce(sum(seats) FILTER (WHERE "from" = 'booked'), 0) AS booked,
        sum("liveDelta") AS live_seats, max("writtenAt") AS newest_at
      FROM incoming JOIN fresh ON fresh.ledger_id = incoming."ledgerId"
      GROUP BY "eventId", section),
    counted AS (
      INSERT INTO inventory.counts AS c
        (event_id, section, capacity, available, held, booked, live_seats, newest_at, lag_ms, updated_at)
      SELECT event_id, section, capacity, available, held, booked, live_seats, newest_at,
        extract(epoch FROM clock_timestamp() - newest_at) * 1000, clock_timestamp()
      FROM difference ORDER BY event_id, section
      ON CONFLICT (event_id, section) DO UPDATE SET
        capacity = c.capacity + excluded.capacity,
        available = c.available + excluded.available,
        held = c.held + excluded.held,
        booked = c.booked + excluded.booked,
        live_seats = c.live_seats + excluded.live_seats,
        newest_at = greatest(c.newest_at, excluded.newest_at),
        lag_ms = CASE WHEN excluded.newest_at >= c.newest_at THEN excluded.lag_ms ELSE c.lag_ms END,
        updated_at = excluded.updated_at)
    SELECT count(*) AS fresh FROM fresh`,
};

@Injectable()
export class ApplyBookingEvent {
  constructor(private readonly database: Database) {}

  /** A rejection after which nobody knows whether it was committed does no harm: the message comes again. */
  async apply({ rows }: LedgerMessage): Promise<void> {
    const [done] = await this.database.query<{ fresh: number }>(APPLY, [JSON.stringify(rows)]);
    const fresh = done?.fresh ?? 0;
    appliedRows.inc(fresh);
    duplicateRows.inc(rows.length - fresh);
  }
}
