import { z } from 'zod';
import { CustomerId, EventId } from '#contracts';
import { HALL } from './seed-events.js';

/** As their clients send them; what else stands in a body is nobody's business. */

const LABEL_LENGTH_MOST = 60;
const STRATEGY_LENGTH_MOST = 40;

export const BuyTicket = z.object({ event_id: EventId, user_id: CustomerId }).meta({ id: 'BuyTicket' });
export type BuyTicket = z.infer<typeof BuyTicket>;

export const TicketOfUser = z.object({ user_id: z.int(), ticket_id: z.guid() }).meta({ id: 'TicketOfUser' });
export type TicketOfUser = z.infer<typeof TicketOfUser>;

export const BookSeat = z
  .object({
    event_id: z.union([z.int().min(0), EventId]),
    seat_number: z.string().min(1).max(LABEL_LENGTH_MOST),
    customer_id: CustomerId,
  })
  .meta({ id: 'BookSeat' });
export type BookSeat = z.infer<typeof BookSeat>;

export const ChooseStrategy = z
  .object({ strategy: z.string().min(1).max(STRATEGY_LENGTH_MOST) })
  .meta({ id: 'ChooseStrategy' });
export type ChooseStrategy = z.infer<typeof ChooseStrategy>;

export const OfEvent = z.object({ event_id: EventId.default(HALL) });
export type OfEvent = z.infer<typeof OfEvent>;

export const WhichSeats = z.object({ available_only: z.string().optional() });
export type WhichSeats = z.infer<typeof WhichSeats>;
