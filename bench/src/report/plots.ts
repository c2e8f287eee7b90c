import type { BenchResults } from '../results/results.js';
import { summaries } from '../summary.js';
import type { Bar } from './bars-svg.js';
import { barsSvg } from './bars-svg.js';
import { ratioText, rounded } from './figures.js';
import { PROCESSES, onWholeMachine } from './page.js';
import { most } from './targets.js';

/** The pictures of docs/benchmarks.md, by their file's name. */
export function plots(all: readonly BenchResults[]): Readonly<Record<string, string>> {
  const results = all.filter(onWholeMachine);
  return {
    'throughput.svg': throughput(results),
    'cost.svg': cost(results),
    'latency.svg': latency(results),
  };
}

const placeOf = ({ strategy, replicas }: BenchResults): string => `${strategy} at ${replicas}`;

function throughput(results: readonly BenchResults[]): string {
  const bars = results.flatMap((one): Bar[] => {
    const found = most(summaries(one.runs), one.strategy, 'free', one.replicas);
    if (found === undefined) return [];
    const { ratio, perSecond } = found;
    const text = `${ratioText(ratio.median)} (${rounded(perSecond.median)}/s)`;
    return [{ label: placeOf(one), parts: [ratio.median], text }];
  });
  const noOp = { label: 'no-op', parts: [1], text: '1' };
  const title = 'Claims of free seats, as a share of empty answers in the same round';
  return barsSvg({ title, legend: ['verified claims'], bars: [noOp, ...bars] });
}

function cost(results: readonly BenchResults[]): string {
  const bars = results.flatMap((one): Bar[] => {
    const found = most(summaries(one.runs), one.strategy, 'free', one.replicas);
    if (found === undefined) return [];
    const parts = PROCESSES.map((kind) => found.cpuUs[kind] ?? 0);
    return [
      { label: placeOf(one), parts, text: `${rounded(parts.reduce((sum, part) => sum + part, 0))} µs` },
    ];
  });
  return barsSvg({ title: 'Processor time for a claim of a free seat, in µs', legend: PROCESSES, bars });
}

function latency(results: readonly BenchResults[]): string {
  const bars = results.flatMap(({ open, ...one }): Bar[] => {
    const half = open.find(({ share }) => share === 0.5)?.winners;
    if (half?.p50Ms == null || half.p99Ms === null) return [];
    const text = `${rounded(half.p50Ms)} / ${rounded(half.p99Ms)} ms`;
    return [
      { label: `${one.strategy} at ${one.replicas}`, parts: [half.p50Ms, half.p99Ms - half.p50Ms], text },
    ];
  });
  const title = 'Winners’ latency at half of the most, at a fixed rate, from the moment a request was due';
  return barsSvg({ title, legend: ['p50', 'to p99'], bars });
}
