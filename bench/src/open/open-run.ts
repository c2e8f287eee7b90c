import { z } from 'zod';

const Latency = z.object({
  count: z.int(),
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  maxMs: z.number().nullable(),
});
export type OpenLatency = z.infer<typeof Latency>;

/** Requests that come at their own time, whether or not the ones before have been answered. */
export const OpenRun = z.object({
  strategy: z.string(),
  replicas: z.int(),
  /** of the most that the closed model reached in the same run */
  share: z.number(),
  wantedPerSecond: z.number(),
  /** what was really sent: less, when the generator could not keep up */
  sentPerSecond: z.number(),
  seconds: z.number(),
  /** from the moment at which the request was to be sent */
  winners: Latency,
  losers: Latency,
  undecided: z.int(),
  unanswered: z.int(),
  /** how long after its moment a request was sent */
  lateMs: z.object({ p50: z.number(), p99: z.number(), max: z.number() }),
  /** of one core; near 1 it would be the generator that is measured */
  generatorCpu: z.number(),
  verdict: z.string(),
  faults: z.array(z.string()),
});
export type OpenRun = z.infer<typeof OpenRun>;
