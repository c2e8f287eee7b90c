import { z } from 'zod';
import { PaymentId } from './payments.js';

const LATE_MS_MOST = 3_600_000;
const DUPLICATES_MOST = 10;

/** How webhooks misbehave, of one payment or of all; a payment's own switches count instead of those of all. */
export const WebhookFaults = z
  .strictObject({
    paymentId: PaymentId.optional().describe('of this payment; else of all'),
    lateMs: z
      .int()
      .min(0)
      .max(LATE_MS_MOST)
      .default(0)
      .describe('nothing is delivered sooner after its event'),
    duplicates: z
      .int()
      .min(0)
      .max(DUPLICATES_MOST)
      .default(0)
      .describe('so many copies more, at the same time and with the same webhook-id'),
    outOfOrder: z
      .boolean()
      .default(false)
      .describe("a payment's first event waits until a later one has been delivered, for 10 s at most"),
    beforeRedirect: z
      .boolean()
      .default(false)
      .describe('the customer is sent back only when the first attempt was answered, or after 4 s'),
    never: z.boolean().default(false).describe('nothing is delivered, for as long as this is on'),
  })
  .meta({ id: 'WebhookFaults' });
export type WebhookFaults = z.infer<typeof WebhookFaults>;

export const WebhookFaultsList = z
  .object({ faults: z.array(WebhookFaults) })
  .meta({ id: 'WebhookFaultsList' });
export type WebhookFaultsList = z.infer<typeof WebhookFaultsList>;

export const WebhookFaultsQuery = z.strictObject({ paymentId: PaymentId.optional() });
export type WebhookFaultsQuery = z.infer<typeof WebhookFaultsQuery>;
