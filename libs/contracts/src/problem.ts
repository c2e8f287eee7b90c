import { z } from 'zod';
import { SeatStatus } from './events.js';
import { ProviderPayment } from './payments.js';

/** May the same request, with the same key, be sent again? "unknown": it may have taken effect; repeating it tells. */
export const Retryable = z.union([z.boolean(), z.literal('unknown')]);
export type Retryable = z.infer<typeof Retryable>;

/** RFC 9457 problem details, with our own members after `detail`. */
export const Problem = z
  .object({
    type: z.string().describe('a page of ours that explains the code'),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    retryable: Retryable,
    errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
    seats: z.array(z.object({ label: z.string(), version: z.int(), status: SeatStatus })).optional(),
    payment: ProviderPayment.optional().describe("the provider's refusal: the payment as it is"),
    degraded: z.literal('lock').optional(),
    strategy: z.string().optional(),
    policyVersion: z.int().optional(),
    replica: z.string().optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
