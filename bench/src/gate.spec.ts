import { describe, expect, it } from 'vitest';
import { crossingText, crossings } from './gate.js';
import type { Run } from './measure/run.js';

const sold = (perSecond: number, othersCores = 0): Run[] =>
  [null, 'batched'].map((strategy) => ({
    ...{ what: strategy === null ? 'no-op' : 'product', strategy, scenario: 'free', round: 1, replicas: 1 },
    ...{ perSecond: strategy === null ? 1_000 : perSecond, connections: 256, seconds: 1, othersCores },
    ...{ verified: 1, yes: 1, no: 0, undecided: 0, unanswered: 0, cpuUs: {}, walBytes: null, lag: null },
    ...{ latency: { p50Ms: 1, p95Ms: 2, p99Ms: 3, maxMs: 4 }, drainMs: null, faults: [] },
    memoryMib: { before: {}, after: {} },
  }));
const THRESHOLDS = { slack: 0.35, ratios: { 'batched free': 0.8 } };

describe('the gate', () => {
  it('lets through what is not a third less than it was', () => {
    expect(crossings(sold(530), THRESHOLDS)).toEqual([]);
  });

  it('stops what is', () => {
    const [crossing] = crossings(sold(510), THRESHOLDS);
    expect(crossing).toMatchObject({ cell: 'batched free', ratio: 0.51, counts: true });
    expect(crossingText(crossing!)).toBe('batched free: 0.510 of the no-op, and 0.520 is the least');
  });

  it('does not judge while others have the machine', () => {
    const [crossing] = crossings(sold(10, 1.2), THRESHOLDS);
    expect(crossing?.counts).toBe(false);
    expect(crossingText(crossing!)).toContain('not judged, because others had 1.2 processors');
  });

  it('knows nothing of what has no threshold', () => {
    expect(crossings(sold(1), { slack: 0.35, ratios: {} })).toEqual([]);
  });
});
