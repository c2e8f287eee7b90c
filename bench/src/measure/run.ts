import { z } from 'zod';
import { SCENARIOS } from '../load/scenarios.js';

const Milliseconds = z.number().nullable();
const PerKind = z.record(z.string(), z.number());

/** One load, as it was measured. Everything else in a results file is computed from these. */
export const Run = z.object({
  what: z.enum(['no-op', 'product']),
  strategy: z.string().nullable(),
  scenario: z.enum(SCENARIOS),
  replicas: z.int(),
  connections: z.int(),
  round: z.int(),
  seconds: z.number(),
  /** what is counted: yeses, or refusals where they are what it is about */
  verified: z.int(),
  perSecond: z.number(),
  yes: z.int(),
  no: z.int(),
  /** answers that are neither a stored yes nor a stored no: "again" and "unknown" */
  undecided: z.int(),
  /** no answer: broken connections, timeouts */
  unanswered: z.int(),
  latency: z.object({ p50Ms: z.number(), p95Ms: z.number(), p99Ms: z.number(), maxMs: z.number() }),
  /** µs of processor time for each answer */
  cpuUs: PerKind,
  /** processors that neither the product nor the bench had */
  othersCores: z.number(),
  walBytes: z.number().nullable(),
  lag: z
    .object({ p50Ms: Milliseconds, p95Ms: Milliseconds, p99Ms: Milliseconds, maxMs: Milliseconds })
    .nullable(),
  /** from the last answer until inventory showed all */
  drainMs: z.number().nullable(),
  memoryMib: z.object({ before: PerKind, after: PerKind }),
  /** what was not as it was told; a run with any counts for nothing */
  faults: z.array(z.string()),
});
export type Run = z.infer<typeof Run>;

/** What a load is told to be. */
export interface Wanted {
  readonly scenario: Run['scenario'];
  readonly replicas: number;
  readonly connections: number;
  readonly round: number;
  readonly seconds: number;
}
