import { z } from 'zod';

/** A seat lock's lease in Redis; not the time that a customer may hold a seat. */
const LOCK_TTL_MS = { least: 100, most: 60_000 };
const WORK_MS_MOST = 1_000;
const SEATS_PER_CUSTOMER_MOST = 1_000;
/** How long a customer may hold a seat; not the lease of a lock. */
const HOLD_SECONDS_MOST = 3_600;

export const ISOLATIONS = ['read committed', 'repeatable read', 'serializable'] as const;
export const Isolation = z.enum(ISOLATIONS);
export type Isolation = z.infer<typeof Isolation>;

export const LOCK_SCOPES = ['seat', 'event'] as const;
export const LockScope = z.enum(LOCK_SCOPES);
export type LockScope = z.infer<typeof LockScope>;

/** How a customer is held to `maxPerCustomer`. Only the counter is right; the others are exhibits. */
export const LimitRule = z.enum(['counter', 'count', 'count-under-lock']);
export type LimitRule = z.infer<typeof LimitRule>;

export const PaymentRule = z.enum(['none', 'required']);
export type PaymentRule = z.infer<typeof PaymentRule>;

/**
 * How an event is sold. It belongs to the event, not to a process, so one cluster can compare strategies side by side.
 * Strategy keys are plain strings here; booking holds them to its registry.
 */
export const SalePolicy = z
  .strictObject({
    strategy: z.string().min(1).max(40).describe('key of a claim strategy, see GET /v1/strategies'),
    guard: z
      .boolean()
      .describe(
        'the unique index on live claims; off only in the lab, so that a strategy stands or falls alone',
      ),
    workMs: z.int().min(0).max(WORK_MS_MOST).describe('simulated work inside the critical section, in ms'),
    holdSeconds: z
      .int()
      .min(1)
      .max(HOLD_SECONDS_MOST)
      .nullable()
      .describe('how long a claim holds its seats until it is confirmed; null: it is a booking at once'),
    lockScope: LockScope.describe('what a locking strategy locks: each seat, or all of the event'),
    lockTtlMs: z
      .int()
      .min(LOCK_TTL_MS.least)
      .max(LOCK_TTL_MS.most)
      .describe('lease of a lock in Redis, in ms'),
    maxPerCustomer: z
      .int()
      .min(1)
      .max(SEATS_PER_CUSTOMER_MOST)
      .nullable()
      .describe('live seats a customer may have; null: no limit'),
    limitRule: LimitRule.describe('"counter" is right; the others show write skew, in the lab only'),
    payment: PaymentRule.describe(
      '"required": only a captured payment confirms a hold, so that holdSeconds is needed',
    ),
    isolation: Isolation.describe(
      "of the transaction that decides; not named, it is the strategy's usual one",
    ),
  })
  .meta({ id: 'SalePolicy' });
export type SalePolicy = z.infer<typeof SalePolicy>;

export const DEFAULT_POLICY: SalePolicy = {
  strategy: 'distributed',
  guard: true,
  workMs: 0,
  holdSeconds: null,
  lockScope: 'seat',
  lockTtlMs: 5_000,
  maxPerCustomer: null,
  limitRule: 'counter',
  payment: 'none',
  isolation: 'read committed',
};

export const PolicyChange = SalePolicy.partial()
  .refine((change) => Object.keys(change).length > 0, { error: 'name at least one field of the policy' })
  .meta({ id: 'PolicyChange' });
export type PolicyChange = z.infer<typeof PolicyChange>;

export const PolicyChanged = z
  .object({
    policyVersion: z.int(),
    policy: SalePolicy,
    acknowledgedBy: z
      .array(z.string())
      .describe('replicas that said so in time: information, not the safety'),
  })
  .meta({ id: 'PolicyChanged' });
export type PolicyChanged = z.infer<typeof PolicyChanged>;
