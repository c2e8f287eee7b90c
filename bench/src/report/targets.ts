import type { Scenario } from '../load/scenarios.js';
import type { BenchResults } from '../results/results.js';
import type { Summary } from '../summary.js';
import { summaries } from '../summary.js';
import { ratioText, rounded } from './figures.js';
import { endOf } from './long-tables.js';

/** Of the no-op of the same rounds, at the most connections. */
const RATIOS: readonly { strategy: string; scenario: Scenario; replicas: number; least: number }[] = [
  { strategy: 'batched', scenario: 'free', replicas: 1, least: 0.75 },
  { strategy: 'batched', scenario: 'free', replicas: 3, least: 0.55 },
  { strategy: 'batched', scenario: 'hot', replicas: 1, least: 0.5 },
  { strategy: 'batched', scenario: 'any', replicas: 1, least: 0.5 },
  { strategy: 'conditional', scenario: 'free', replicas: 1, least: 0.3 },
  { strategy: 'conditional', scenario: 'hot', replicas: 1, least: 0.3 },
  { strategy: 'pessimistic', scenario: 'free', replicas: 1, least: 0.18 },
  { strategy: 'optimistic', scenario: 'free', replicas: 1, least: 0.18 },
  { strategy: 'distributed', scenario: 'free', replicas: 1, least: 0.1 },
  { strategy: 'fenced', scenario: 'free', replicas: 1, least: 0.08 },
];
const BATCHED_P99_MS_MOST = 50;
const OPEN_AT_HALF_MS_MOST = { p50: 4, p99: 20 };
/** A last tenth at half the speed of the others would be a collapse. */
const SELL_OUT = { ratio: 0.5, end: 0.5 };
const SUSTAINED = { seconds: 60, lagP99Ms: 250 };

/** A line for each: what was wanted, what was found, and whether that is enough. */
export function targetRows(results: readonly BenchResults[]): string[][] {
  const all = results.flatMap(({ runs }) => summaries(runs));
  const latencies = [closedLatencyRow(all), openLatencyRow(results)];
  return [
    ...RATIOS.map((target) => ratioRow(target, all)),
    ...latencies,
    sellOutRow(results),
    sustainedRow(results),
  ];
}

const word = (reached: boolean): string => (reached ? 'reached' : '**missed**');
const UNKNOWN = ['–', 'not measured'];

function ratioRow(target: (typeof RATIOS)[number], all: readonly Summary[]): string[] {
  const { strategy, scenario, replicas, least } = target;
  const found = most(all, strategy, scenario, replicas);
  const wanted = [`\`${strategy}\`, ${scenario}, ${replicas === 1 ? '1 replica' : `${replicas} replicas`}`];
  const row = [...wanted, `≥ ${ratioText(least)} of the no-op`];
  if (found === undefined) return [...row, ...UNKNOWN];
  return [...row, ratioText(found.ratio.median), word(found.ratio.median >= least)];
}

function closedLatencyRow(all: readonly Summary[]): string[] {
  const found = most(all, 'batched', 'free', 1);
  const row = ['`batched`, free, 1 replica, 256 connections', `p99 ≤ ${BATCHED_P99_MS_MOST} ms`];
  if (found === undefined) return [...row, ...UNKNOWN];
  return [...row, `${found.p99Ms.toFixed(1)} ms`, word(found.p99Ms <= BATCHED_P99_MS_MOST)];
}

function openLatencyRow(results: readonly BenchResults[]): string[] {
  const { p50, p99 } = OPEN_AT_HALF_MS_MOST;
  const found = results
    .flatMap(({ open }) => open)
    .find(({ strategy, replicas, share }) => strategy === 'batched' && replicas === 1 && share === 0.5);
  const row = ['`batched`, half of its most at a fixed rate', `p50 ≤ ${p50} ms, p99 ≤ ${p99} ms`];
  if (found?.winners.p50Ms == null || found.winners.p99Ms === null) return [...row, ...UNKNOWN];
  const reached = found.winners.p50Ms <= p50 && found.winners.p99Ms <= p99;
  return [...row, `${found.winners.p50Ms.toFixed(1)}, ${found.winners.p99Ms.toFixed(1)} ms`, word(reached)];
}

function sellOutRow(results: readonly BenchResults[]): string[] {
  const { ratio: least, end } = SELL_OUT;
  const found = ofOne(results)?.sellOut;
  const row = [
    '`batched`, any one of 100,000 until the last',
    `≥ ${ratioText(least)} of the no-op, all sold, no collapse`,
  ];
  if (found == null) return [...row, ...UNKNOWN];
  const reached = found.ratio >= least && found.sold === found.quota && endOf(found) >= end;
  const sold = found.sold.toLocaleString('en');
  const seen = `${ratioText(found.ratio)}, ${sold} sold, last tenth ${ratioText(endOf(found))}`;
  return [...row, seen, word(reached)];
}

function sustainedRow(results: readonly BenchResults[]): string[] {
  const { seconds, lagP99Ms } = SUSTAINED;
  const found = ofOne(results)?.sustained;
  const row = [`\`batched\`, two thirds of its most for ${seconds} s`, `lag p99 ≤ ${lagP99Ms} ms`];
  if (found?.lag.p99Ms == null) return [...row, ...UNKNOWN];
  const shown = `${rounded(found.lag.p99Ms)} ms in ${rounded(found.seconds)} s`;
  return [...row, shown, word(found.lag.p99Ms <= lagP99Ms && Math.round(found.seconds) >= seconds)];
}

const ofOne = (results: readonly BenchResults[]): BenchResults | undefined =>
  results.find(({ strategy, replicas }) => strategy === 'batched' && replicas === 1);

/** At the most connections that were tried. */
export const most = (
  all: readonly Summary[],
  strategy: string,
  scenario: Scenario,
  replicas: number,
): Summary | undefined =>
  all
    .filter((one) => one.strategy === strategy && one.scenario === scenario && one.replicas === replicas)
    .toSorted((one, other) => other.connections - one.connections)[0];
