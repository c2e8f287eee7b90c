import { z } from 'zod';
import { EventId } from './events.js';

/** Where one claim was when, as its replica saw it; kept in memory, in the lab profile only. */
export const ClaimTrace = z
  .object({
    eventId: EventId,
    claimId: z.string(),
    customerId: z.string(),
    seatIds: z.array(z.int()),
    step: z.string().describe('a named step of the claim, or "begins" and "ends"'),
    atUs: z
      .number()
      .describe('µs since 1970: the start of the process by the wall clock, and from there monotonic'),
    lease: z
      .object({
        owner: z.string(),
        validMs: z.number().describe('what was left of it at this step'),
        nodes: z.array(z.string()).describe('Redis nodes, host:port, that voted for it'),
      })
      .optional()
      .describe('at after-lock, of strategies that lease'),
  })
  .meta({ id: 'ClaimTrace' });
export type ClaimTrace = z.infer<typeof ClaimTrace>;
export const ClaimTraceList = z
  .object({ replica: z.string(), traces: z.array(ClaimTrace) })
  .meta({ id: 'ClaimTraceList' });
export type ClaimTraceList = z.infer<typeof ClaimTraceList>;
