import { z } from 'zod';

const Pair = z.object({ p50Ms: z.number().nullable(), p99Ms: z.number().nullable() });
const PerKind = z.record(z.string(), z.number());

/** A quota until its last seat. */
export const SellOut = z.object({
  quota: z.int(),
  connections: z.int(),
  sold: z.int(),
  /** from the first seat to the last, by the ledger's times */
  perSecond: z.number(),
  ratio: z.number(),
  /** of the tenths of the sale, in order */
  tenths: z.array(z.number()),
  othersCores: z.number(),
  faults: z.array(z.string()),
});
export type SellOut = z.infer<typeof SellOut>;

/** Two thirds of the most, for a while: what grows would be seen. */
export const Sustained = z.object({
  seconds: z.number(),
  wantedPerSecond: z.number(),
  sentPerSecond: z.number(),
  sold: z.int(),
  /** winners, from the moment at which a request was to be sent; of the thirds of the run */
  thirds: z.array(Pair),
  lag: Pair,
  /** when a third was over, and at the end */
  memoryMib: z.object({ early: PerKind, late: PerKind }),
  generatorCpu: z.number(),
  othersCores: z.number(),
  faults: z.array(z.string()),
});
export type Sustained = z.infer<typeof Sustained>;
