import { z } from 'zod';

const REFERENCE_LENGTH_MOST = 100;
const AMOUNT_MOST = 1_000_000_000;
const DESCRIPTION_LENGTH_MOST = 300;

/** The provider's word for it. `captured` and what follows it cannot be undone, only refunded. */
export const ProviderStatus = z.enum(['open', 'captured', 'refunded', 'cancelled', 'expired']);
export type ProviderStatus = z.infer<typeof ProviderStatus>;

/** Unguessable, as whoever has it may pay: 144 random bits. */
export const PaymentId = z.string().regex(/^pay_[A-Za-z0-9_-]{24}$/, 'not the id of a payment');

const reference = z
  .string()
  .min(1)
  .max(REFERENCE_LENGTH_MOST)
  .regex(/^[\x21-\x7e]+$/, 'printable ASCII without spaces')
  .describe("the shop's own name for it: the claim");
const currency = z.string().regex(/^[A-Z]{3}$/);
const amount = z.int().min(0).max(AMOUNT_MOST).describe('in minor units of the currency');

/** What a shop asks the provider for; a repeated reference gets the payment that there is. */
export const CreatePayment = z
  .strictObject({
    reference,
    amount: amount.min(1),
    currency,
    description: z
      .string()
      .max(DESCRIPTION_LENGTH_MOST)
      .regex(/^\P{Cc}*$/u, 'no control characters'),
    // a link on the page: with "javascript:" it would be a program
    returnUrl: z
      .url({ protocol: /^https?$/ })
      .nullable()
      .describe('where the payment page leads to afterwards'),
    expiresAt: z.iso.datetime().describe('from then on it can no longer be captured'),
  })
  .meta({ id: 'CreatePayment' });
export type CreatePayment = z.infer<typeof CreatePayment>;

export const PaymentQuery = z.strictObject({ reference });
export type PaymentQuery = z.infer<typeof PaymentQuery>;

/** A payment as the provider has it. */
export const ProviderPayment = z
  .object({
    paymentId: z.string(),
    reference: z.string(),
    amount,
    currency,
    status: ProviderStatus,
    captured: amount,
    refunded: amount,
    payUrl: z.url().describe('the page on which the customer pays'),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'ProviderPayment' });
export type ProviderPayment = z.infer<typeof ProviderPayment>;

/** The body of a webhook; signed as Standard Webhooks has it: https://www.standardwebhooks.com */
export const PaymentEvent = z
  .object({
    type: z.enum(['payment.captured', 'payment.refunded', 'payment.cancelled', 'payment.expired']),
    timestamp: z.iso.datetime(),
    data: ProviderPayment,
  })
  .meta({ id: 'PaymentEvent' });
export type PaymentEvent = z.infer<typeof PaymentEvent>;

/**
 * A claim's payment as its customer reads it. `refunding`: it was captured and cannot have its seats, or was given
 * back; the money is on its way.
 */
export const PaymentView = z
  .object({
    paymentId: z.string(),
    status: z.enum(['open', 'captured', 'refunding', 'refunded', 'cancelled', 'expired']),
    amount,
    currency,
    captured: amount,
    refunded: amount,
    payUrl: z.url(),
  })
  .meta({ id: 'Payment' });
export type PaymentView = z.infer<typeof PaymentView>;
