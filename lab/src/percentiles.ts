/** Nearest rank, so that each figure is a latency that somebody really had. */
export function percentile(sorted: readonly number[], share: number): number | null {
  if (sorted.length === 0) return null;
  return sorted[Math.ceil(sorted.length * share) - 1] ?? null;
}

export interface Latency {
  p50Ms: number | null;
  p95Ms: number | null;
  maxMs: number | null;
}

export function latencyOf(operations: readonly { invokedAtUs: number; completedAtUs: number }[]): Latency {
  const sorted = operations
    .map((one) => (one.completedAtUs - one.invokedAtUs) / 1_000)
    .toSorted((a, b) => a - b);
  return { p50Ms: percentile(sorted, 0.5), p95Ms: percentile(sorted, 0.95), maxMs: sorted.at(-1) ?? null };
}
