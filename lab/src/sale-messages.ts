import type { SentMessage } from './matrix/cell.js';
import { connect } from './sale-records.js';
import { waitUntil } from './waiting.js';

/** Replicas look once a second for what inventory has applied. */
const MARKED = { mostMs: 3_000, everyMs: 100 };

/** The messages with ledger rows of an event, once they are marked as applied, or as they are when that takes long. */
export async function readMessages(postgresUrl: string, eventId: string): Promise<SentMessage[]> {
  const client = await connect(postgresUrl);
  try {
    const read = async (): Promise<SentMessage[]> =>
      (await client.query<SentMessage>(MESSAGES, [eventId])).rows;
    const applied = (messages: readonly SentMessage[]): boolean =>
      messages.every((message) => message.appliedAtUs !== null);
    return await waitUntil(read, applied, MARKED);
  } finally {
    await client.end();
  }
}

const MESSAGES = `
  SELECT sent_seq::float8 AS sequence, array_agg(DISTINCT claim_id::text) AS claims,
         floor(extract(epoch FROM max(written_at)) * 1000000)::float8 AS "writtenAtUs",
         floor(extract(epoch FROM max(applied_at)) * 1000000)::float8 AS "appliedAtUs"
  FROM booking.ledger WHERE event_id = $1 AND sent_seq IS NOT NULL AND claim_id IS NOT NULL
  GROUP BY sent_stream, sent_seq ORDER BY max(written_at)`;
