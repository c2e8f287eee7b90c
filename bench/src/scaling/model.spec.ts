import { describe, expect, it } from 'vitest';
import { apart, estimate, foundAgain, sumOf } from './model.js';

const COSTS = { node: 40, nginx: 20, postgres: 15, nats: 5, inventory: 20 };

describe('the cost model', () => {
  it('is limited by all processors as long as no single process is', () => {
    expect(sumOf(COSTS)).toBe(100);
    expect(estimate(COSTS, 2)).toEqual({
      cores: 2,
      perSecond: 20_000,
      bottleneck: 'all processors',
      replicas: 1,
    });
    expect(estimate(COSTS, 4)).toMatchObject({ perSecond: 40_000, replicas: 2 });
  });

  it('then by whoever is alone and has the most to do', () => {
    expect(estimate({ ...COSTS, nginx: 25, node: 35 }, 16)).toMatchObject({
      perSecond: 40_000,
      bottleneck: 'nginx',
    });
  });

  it('and by the next when there are several of that one', () => {
    const costs = { ...COSTS, nginx: 25, node: 35 };
    expect(estimate(costs, 16, ['nginx'])).toMatchObject({ perSecond: 50_000, bottleneck: 'inventory' });
    expect(estimate(costs, 16, ['nginx', 'inventory'])).toMatchObject({
      ...{ perSecond: 160_000, bottleneck: 'all processors', replicas: 6 },
    });
  });

  it('counts machines in front of a PostgreSQL of its own', () => {
    expect(apart(COSTS, 15)).toEqual({ perSecond: 1_000_000, machines: 6 });
  });

  it('is judged by the time that it finds again', () => {
    expect(foundAgain({ perSecond: 8_000, usEach: 100, cores: 2, othersCores: 1 })).toBe(0.8);
  });
});
