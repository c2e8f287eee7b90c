import { z } from 'zod';
import { EventId } from './events.js';
import { Isolation, LockScope } from './sale-policy.js';

/** Against what a strategy alone protects a seat, with the guard off. */
export const GUARANTEES = ['none', 'one-process', 'lease', 'strict'] as const;
export const Guarantee = z.enum(GUARANTEES);
export type Guarantee = z.infer<typeof Guarantee>;

export const StrategyView = z
  .object({
    key: z.string(),
    guarantee: Guarantee,
    mechanism: z.string().describe('one sentence'),
    isolations: z.array(Isolation).describe('that it can decide under; the first is the usual one'),
    lockScopes: z.array(LockScope).describe('that it can lock; the first is the usual one'),
    labOnly: z.boolean().describe('a deliberately wrong variant'),
  })
  .meta({ id: 'Strategy' });
export type StrategyView = z.infer<typeof StrategyView>;
export const StrategyList = z.object({ strategies: z.array(StrategyView) }).meta({ id: 'StrategyList' });
export type StrategyList = z.infer<typeof StrategyList>;

/** A roll call stays small, however many sales a replica remembers. */
export const SEEN_POLICIES_MOST = 20;
export const SeenPolicy = z
  .object({ eventId: z.string(), policyVersion: z.int(), strategy: z.string(), seenAt: z.iso.datetime() })
  .meta({ id: 'SeenPolicy' });
export type SeenPolicy = z.infer<typeof SeenPolicy>;

export const ReplicaView = z
  .object({
    name: z.string(),
    pid: z.int(),
    url: z.string(),
    startedAt: z.iso.datetime(),
    policies: z
      .array(SeenPolicy)
      .max(SEEN_POLICIES_MOST)
      .describe('the newest version it has read, of the sales it used last; or of the event asked for'),
  })
  .meta({ id: 'Replica' });
export type ReplicaView = z.infer<typeof ReplicaView>;
export const ReplicaList = z
  .object({
    replicas: z.array(ReplicaView),
    complete: z.boolean().describe('false: NATS is away, so only the answering replica speaks for itself'),
  })
  .meta({ id: 'ReplicaList' });
export type ReplicaList = z.infer<typeof ReplicaList>;
export const ListReplicas = z.strictObject({ eventId: EventId.optional() });
export type ListReplicas = z.infer<typeof ListReplicas>;

/** Core NATS subjects on which replicas ask each other. */
export const REPLICAS_SUBJECT = 'lastseat.replicas';
export const POLICY_CHANGED_SUBJECT = 'lastseat.policy-changed';
export const PolicyChangedMessage = z.object({ eventId: z.string(), policyVersion: z.int() });
export type PolicyChangedMessage = z.infer<typeof PolicyChangedMessage>;
