import { z } from 'zod';
import { SeatStatus } from './events.js';

export const BOOKINGS_STREAM = 'BOOKINGS';
/** Every subject of the stream is below this. */
export const BOOKINGS_SUBJECTS = 'bookings.>';
export const LEDGER_SUBJECT = 'bookings.ledger.v1';
/** The durable consumer whose ack floor tells the outbox what has been applied. */
export const INVENTORY_CONSUMER = 'inventory';
export const LEDGER_ROWS_PER_MESSAGE_MOST = 100;

/**
 * One ledger row as it travels: so many seats of a section went from one status to another. An event's birth is a row
 * per section with `from: null`, so that counts are a fold of the ledger and of nothing else.
 */
export const LedgerRow = z.object({
  ledgerId: z.int(),
  eventId: z.string(),
  section: z.string(),
  seatId: z.int().nullable().describe('null for the birth of a section'),
  from: SeatStatus.nullable(),
  to: SeatStatus,
  seats: z.int().min(1),
  liveDelta: z.int(),
  version: z.int().nullable(),
  claimId: z.uuid().nullable(),
  writtenAt: z.iso.datetime(),
});
export type LedgerRow = z.infer<typeof LedgerRow>;

export const LedgerMessage = z.object({ rows: z.array(LedgerRow).min(1).max(LEDGER_ROWS_PER_MESSAGE_MOST) });
export type LedgerMessage = z.infer<typeof LedgerMessage>;
