import { Injectable } from '@nestjs/common';
import type { EventCounts, SectionCounts } from '#contracts';
import { Database, type Statement } from '#postgres';

const READ: Statement = {
  name: 'read-counts',
  text: `
    SELECT section, capacity, available, held, booked, live_seats AS "liveSeats", lag_ms, newest_at
    FROM inventory.counts WHERE event_id = $1 ORDER BY section`,
};
type Row = SectionCounts & { lag_ms: number; newest_at: Date };

const COUNTED = ['capacity', 'available', 'held', 'booked', 'liveSeats'] as const;
const total = (rows: readonly Row[], field: (typeof COUNTED)[number]): number =>
  rows.reduce((sum, row) => sum + row[field], 0);

@Injectable()
export class CountsStore {
  constructor(private readonly database: Database) {}

  /** Undefined while nothing of the event has arrived. */
  async read(eventId: string): Promise<EventCounts | undefined> {
    const rows = await this.database.query<Row>(READ, [eventId]);
    const [newest] = rows.toSorted((one, other) => other.newest_at.getTime() - one.newest_at.getTime());
    if (newest === undefined) return undefined;
    return {
      eventId,
      capacity: total(rows, 'capacity'),
      available: total(rows, 'available'),
      held: total(rows, 'held'),
      booked: total(rows, 'booked'),
      liveSeats: total(rows, 'liveSeats'),
      lagMs: newest.lag_ms,
      sections: rows.map(({ lag_ms: _lag, newest_at: _at, ...section }) => section),
    };
  }
}
