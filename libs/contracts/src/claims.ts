import { z } from 'zod';
import { PaymentView } from './payments.js';

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

const Items = z
  .array(
    z.strictObject({
      section: z.string().min(1).max(LABEL_LENGTH_MOST),
      quantity: z.int().min(1).max(SEATS_PER_CLAIM_MOST),
    }),
  )
  .min(1)
  .max(SEATS_PER_CLAIM_MOST)
  .refine((items) => new Set(items.map(({ section }) => section)).size === items.length, {
    error: 'the same section twice',
  })
  .refine((items) => items.reduce((sum, { quantity }) => sum + quantity, 0) <= SEATS_PER_CLAIM_MOST, {
    error: `at most ${SEATS_PER_CLAIM_MOST} seats in all`,
  });

export const ClaimId = z.uuid();

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
    items: Items.optional().describe('any n seats of each of these sections: all of them, or none'),
  })
  .refine(
    (claim) => [claim.seats, claim.quantity, claim.items].filter((way) => way !== undefined).length === 1,
    {
      error: 'name the seats, or a quantity, or items',
      path: ['seats'],
    },
  )
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

/**
 * `pending`: stored and not yet decided. `refused`, `released`, `expired` and `cancelled` are over; an expired claim
 * that is paid for late becomes `booked` when its seats are still free.
 */
export const CLAIM_STATUSES = [
  'pending',
  'held',
  'booked',
  'refused',
  'released',
  'expired',
  'cancelled',
] as const;
export const ClaimStatus = z.enum(CLAIM_STATUSES);
export type ClaimStatus = z.infer<typeof ClaimStatus>;

/** A claim as it is now, for the bearer of its token. */
export const ClaimState = z
  .object({
    claimId: z.uuid(),
    eventId: z.string(),
    customerId: z.string(),
    status: ClaimStatus,
    expiresAt: z.iso.datetime().nullable().describe('of a hold; null for everything else'),
    now: z.iso.datetime().describe("by the database's clock, which judges the hold"),
    mayExtend: z.boolean().describe('the one extension has not been used'),
    amount: z.int().describe('in minor units of the currency'),
    seats: z.array(ClaimedSeat.omit({ version: true })),
    payment: PaymentView.nullable(),
    strategy: z.string(),
    policyVersion: z.int(),
    replica: z.string().describe('the replica that decided the claim'),
  })
  .meta({ id: 'ClaimState' });
export type ClaimState = z.infer<typeof ClaimState>;
