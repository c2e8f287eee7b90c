import { z } from 'zod';
import { ClaimView, CustomerId } from './claims.js';
import { EventId } from './events.js';
import { Problem } from './problem.js';

export const RequestQuery = z.strictObject({ eventId: EventId, customerId: CustomerId });
export type RequestQuery = z.infer<typeof RequestQuery>;

/** What became of a request. "not-decided" never means that it did not happen: only repeating it settles that. */
export const RequestView = z
  .object({
    idempotencyKey: z.string(),
    eventId: z.string(),
    customerId: z.string(),
    state: z.enum(['decided', 'pending', 'not-decided']),
    status: z.int().nullable().describe('the HTTP status of the answer'),
    answer: z
      .union([ClaimView.omit({ claimToken: true }), Problem])
      .nullable()
      .describe('as it was decided, without the token: repeating the request gives that'),
  })
  .meta({ id: 'Request' });
export type RequestView = z.infer<typeof RequestView>;
