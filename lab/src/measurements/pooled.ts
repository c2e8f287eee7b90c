import { z } from 'zod';
import type { Verdict } from '#checkers';
import type { RecordedRun } from '../experiment.js';
import type { Latency } from '../percentiles.js';
import { latencyOf } from '../percentiles.js';

const VERDICTS = ['SAFE', 'UNSAFE', 'UNAVAILABLE', 'INCONCLUSIVE'] as const satisfies readonly Verdict[];
const LatencyMs = z.object({
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  maxMs: z.number().nullable(),
});

/** Several runs of the same race, as one: every request counts once, whichever round it was in. */
export const Pooled = z.object({
  asExpected: z.boolean(),
  verdicts: z.partialRecord(z.enum(VERDICTS), z.int()),
  expected: z.enum(VERDICTS),
  buyers: z.int(),
  attempts: z.int(),
  sold: z.int(),
  soldTwice: z.int(),
  winners: LatencyMs,
  losers: LatencyMs,
});
export type Pooled = z.infer<typeof Pooled>;

export function pooled(runs: readonly RecordedRun[]): Pooled {
  const results = runs.map(({ result }) => result);
  const operations = runs.flatMap(({ evidence }) => evidence.operations);
  const sum = (of: 'buyers' | 'attempts' | 'sold' | 'soldTwice'): number =>
    results.reduce((total, result) => total + result[of], 0);
  const verdicts: Pooled['verdicts'] = {};
  for (const { verdict } of results) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  return {
    asExpected: results.every((result) => result.asExpected),
    verdicts,
    expected: results[0]?.expected ?? 'INCONCLUSIVE',
    buyers: sum('buyers'),
    attempts: sum('attempts'),
    sold: sum('sold'),
    soldTwice: sum('soldTwice'),
    winners: tenths(latencyOf(operations.filter((one) => one.outcome === 'ok'))),
    losers: tenths(latencyOf(operations.filter((one) => one.outcome === 'fail'))),
  };
}

/** Clocks of processes that share two processors are not worth more digits. */
const tenths = (latency: Latency): Latency => ({
  p50Ms: tenth(latency.p50Ms),
  p95Ms: tenth(latency.p95Ms),
  maxMs: tenth(latency.maxMs),
});
const tenth = (ms: number | null): number | null => (ms === null ? null : Math.round(ms * 10) / 10);

export const msText = (ms: number | null): string =>
  ms === null ? '–' : `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;

/** How many of one per one of the other; nothing was sold: a dash. */
export const perText = (many: number, one: number): string => (one === 0 ? '–' : (many / one).toFixed(1));

export function verdictText({ verdicts, expected, asExpected }: Omit<Pooled, 'winners' | 'losers'>): string {
  const texts = Object.entries(verdicts).map(([verdict, count]) => `${count} × ${verdict}`);
  return `${texts.join(', ')}${asExpected ? '' : ` (expected ${expected})`}`;
}
