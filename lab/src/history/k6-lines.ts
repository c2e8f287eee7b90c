import { z } from 'zod';
import { SalePolicy } from '#contracts';

/** The metric under which the scripts of `loadtest/` tell what they see: loadtest/lib/history.js. */
export const K6_METRIC = 'lastseat_history';

const Run = z.object({
  kind: z.literal('run'),
  script: z.string(),
  label: z.string(),
  seed: z.int(),
  settings: z.record(z.string(), z.string()),
  eventId: z.string(),
  policyVersion: z.int(),
  policy: SalePolicy,
  capacity: z.int(),
  quota: z.boolean(),
  replicas: z.int(),
});
export type K6Run = z.infer<typeof Run>;

const attempt = { eventId: z.string(), process: z.int(), key: z.string(), attempt: z.int() };
const Invoke = z.object({
  ...{ kind: z.literal('invoke'), ...attempt },
  customer: z.string(),
  seats: z.array(z.string()),
  quantity: z.int(),
});
const Answer = z.object({
  ...{ kind: z.literal('answer'), ...attempt },
  broken: z.enum(['timeout', 'connection-reset']).optional(),
  reply: z
    .object({ status: z.int(), headers: z.record(z.string(), z.string()), body: z.string() })
    .optional(),
});
export type K6Attempt = z.infer<typeof Invoke> | z.infer<typeof Answer>;
export type K6Answer = z.infer<typeof Answer>;
const End = z.object({ kind: z.literal('end'), eventId: z.string() });
export const K6Line = z.discriminatedUnion('kind', [Run, Invoke, Answer, End]);
export type K6Line = z.infer<typeof K6Line>;

/** A sample in k6's JSON output; k6 adds the time. */
export const K6Sample = z.object({
  type: z.literal('Point'),
  data: z.object({ time: z.string(), metadata: z.object({ line: z.string() }) }),
});

export const K6First = z.object({ type: z.enum(['Metric', 'Point']), metric: z.string() });
