import { describe, expect, it } from 'vitest';
import type { Run } from './measure/run.js';
import { median } from './median.js';
import { summaries } from './summary.js';

const run = (what: Run['what'], round: number, perSecond: number, more: Partial<Run> = {}): Run => ({
  ...{ what, round, perSecond, strategy: what === 'no-op' ? null : 'batched', scenario: 'free' },
  ...{ replicas: 1, connections: 256, seconds: 1, verified: perSecond, yes: perSecond, no: 0, undecided: 0 },
  ...{
    unanswered: 0,
    latency: { p50Ms: 1, p95Ms: 2, p99Ms: 3, maxMs: 4 },
    cpuUs: { node: 10 },
    othersCores: 0,
  },
  ...{ walBytes: null, lag: null, drainMs: null, memoryMib: { before: {}, after: {} }, faults: [], ...more },
});

describe('the rounds of a cell', () => {
  it('have the median of the ratios to the no-op of the same round, not the ratio of medians', () => {
    const runs = [
      ...[run('no-op', 1, 100), run('product', 1, 50)],
      ...[run('no-op', 2, 10), run('product', 2, 6)],
      ...[run('no-op', 3, 1_000), run('product', 3, 550)],
    ];
    const [, product] = summaries(runs);
    expect(product?.ratio).toEqual({ median: 0.55, least: 0.5, most: 0.6 });
    expect(product?.perSecond).toEqual({ median: 50, least: 6, most: 550 });
  });

  it('are compared with the no-op before them of as many connections', () => {
    const few = { connections: 64 };
    const runs = [
      run('no-op', 1, 80, few),
      run('product', 1, 40, few),
      run('no-op', 1, 100),
      run('product', 1, 25),
    ];
    expect(summaries(runs).map(({ ratio }) => ratio.median)).toEqual([1, 0.5, 1, 0.25]);
  });

  it('cannot be told without a no-op of the same round', () => {
    expect(() => summaries([run('no-op', 1, 100), run('product', 2, 50)])).toThrow(
      'without a no-op beside it',
    );
  });
});

it('the median of an even number is between the two in the middle', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([3, 1, 2])).toBe(2);
  expect(median([])).toBeNaN();
});
