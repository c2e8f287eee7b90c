import { z } from 'zod';

export const SEATS_PER_CLAIM_MOST = 10;
const LABEL_LENGTH_MOST = 60;
const CUSTOMER_ID_LENGTH_MOST = 100;

export const CustomerId = z
  .string()
  .min(1)
  .max(CUSTOMER_ID_LENGTH_MOST)
  .regex(/^[\x21-\x7e]+$/, 'printable ASCII without spaces');

const SeatLabels = z
  .array(z.string().min(1).max(LABEL_LENGTH_MOST))
  .min(1)
  .max(SEATS_PER_CLAIM_MOST)
  .refine((labels) => new Set(labels).size === labels.length, { error: 'the same seat twice' });

export const CreateClaim = z
  .strictObject({
    customerId: CustomerId,
    seats: SeatLabels.optional(),
    quantity: z
      .int()
      .min(1)
      .max(SEATS_PER_CLAIM_MOST)
      .optional()
      .describe('any n seats, adjacent and best first; of a quota, any that are free'),
    section: z
      .string()
      .max(LABEL_LENGTH_MOST)
      .optional()
      .describe('with a quantity: of this section; else of the first that has so many'),
  })
  .refine((claim) => (claim.seats === undefined) !== (claim.quantity === undefined), {
    error: 'name the seats, or a quantity',
    path: ['seats'],
  })
  .refine((claim) => claim.section === undefined || claim.quantity !== undefined, {
    error: 'goes with a quantity',
    path: ['section'],
  })
  .meta({ id: 'CreateClaim' });
export type CreateClaim = z.infer<typeof CreateClaim>;

const KEY_LENGTH_MOST = 255;
/**
 * The `Idempotency-Key` header: a bare token or, as the IETF draft has it, a quoted string; both name the same key.
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export const IdempotencyKey = z
  .string()
  .transform((raw) => /^"(.*)"$/.exec(raw)?.[1] ?? raw)
  .pipe(
    z
      .string()
      .min(1)
      .max(KEY_LENGTH_MOST)
      .regex(/^[\x21\x23-\x7e]+$/, 'printable ASCII without spaces and quotes'),
  );

/** "lock": no majority of the Redis nodes answered, and the strategy went on without its lock, which it can afford. */
export const Degraded = z.literal('lock');
export type Degraded = z.infer<typeof Degraded>;

export const ClaimedSeat = z
  .object({
    label: z.string(),
    section: z.string(),
    row: z.string().nullable(),
    number: z.int(),
    version: z.int().describe('the seat version that this claim made'),
  })
  .meta({ id: 'ClaimedSeat' });
export type ClaimedSeat = z.infer<typeof ClaimedSeat>;

export const ClaimView = z
  .object({
    claimId: z.uuid(),
    claimToken: z.string().describe('the bearer of this token owns the claim'),
    eventId: z.string(),
    customerId: z.string(),
    status: z.enum(['held', 'booked']),
    expiresAt: z.iso.datetime().nullable(),
    amount: z.int().describe('in minor units of the currency'),
    seats: z.array(ClaimedSeat),
    degraded: Degraded.optional(),
    strategy: z.string(),
    policyVersion: z.int(),
    replica: z
      .string()
      .describe('the replica that decided; the header X-Replica names the one that answered'),
  })
  .meta({ id: 'Claim' });
export type ClaimView = z.infer<typeof ClaimView>;
