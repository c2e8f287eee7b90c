import type { Replica } from './replica.js';

/** Counts by the value of one label. */
export type Counts = Record<string, number>;

/**
 * One counter of one strategy, over all replicas, by a label. For measurements only: a verdict never asks a service.
 */
export async function countersOf(
  replicas: readonly Replica[],
  name: string,
  strategy: string,
  label: string,
): Promise<Counts> {
  const texts = await Promise.all(replicas.map((replica) => replica.metrics()));
  const counts: Counts = {};
  for (const sample of texts.flatMap((text) => samplesOf(text, name))) {
    if (sample.labels['strategy'] !== strategy) continue;
    const value = sample.labels[label] ?? '';
    counts[value] = (counts[value] ?? 0) + sample.value;
  }
  return counts;
}

/** What came in between; what did not change is left out. */
export function gained(before: Counts, after: Counts): Counts {
  const names = Object.keys(after).filter((name) => after[name] !== (before[name] ?? 0));
  return Object.fromEntries(names.map((name) => [name, (after[name] ?? 0) - (before[name] ?? 0)]));
}

/** The samples of one metric in Prometheus's text format. */
export function samplesOf(text: string, name: string): { labels: Record<string, string>; value: number }[] {
  return text.split('\n').flatMap((line) => {
    const [, labels = '', value] = new RegExp(`^${name}\\{(.*)\\} (\\S+)$`).exec(line) ?? [];
    if (value === undefined) return [];
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', of = '']) => [key, of]);
    return [{ labels: Object.fromEntries(pairs), value: Number(value) }];
  });
}
