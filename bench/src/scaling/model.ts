const US_PER_S = 1_000_000;

/** µs of processor time that a claim takes, by process; without the generator, which is elsewhere in a real sale. */
export type Costs = Readonly<Record<'node' | 'nginx' | 'postgres' | 'nats' | 'inventory', number>>;
export type Part = keyof Costs | 'all processors';

/** Those of which there is one, with one thread, as the product ships: more processors do not make them faster. */
const SINGLE = ['nginx', 'inventory'] as const;

export interface Estimate {
  readonly cores: number;
  readonly perSecond: number;
  readonly bottleneck: Part;
  /** so many replicas are then busy */
  readonly replicas: number;
}

export const sumOf = (costs: Costs): number => Object.values(costs).reduce((sum, us) => sum + us, 0);

/**
 * The most that so many processors can do if every µs of them is used, and no more than the busiest single process can.
 * An upper bound: memory, caches and locks that are shared cost more with every processor, and are not in it.
 */
export function estimate(costs: Costs, cores: number, several: readonly Part[] = []): Estimate {
  const limits: [Part, number][] = [
    ['all processors', (cores * US_PER_S) / sumOf(costs)],
    ...SINGLE.filter((part) => !several.includes(part)).map((part): [Part, number] => [
      part,
      US_PER_S / costs[part],
    ]),
  ];
  const [bottleneck, perSecond] = limits.reduce((least, one) => (one[1] < least[1] ? one : least));
  return { cores, perSecond, bottleneck, replicas: Math.ceil((perSecond * costs.node) / US_PER_S) };
}

/** What a machine of PostgreSQL's own bears, and how many of the same size are busy in front of it. */
export function apart(costs: Costs, cores: number): { perSecond: number; machines: number } {
  const perSecond = (cores * US_PER_S) / costs.postgres;
  const others = sumOf(costs) - costs.postgres;
  return { perSecond, machines: Math.ceil((perSecond * others) / (cores * US_PER_S)) };
}

/**
 * How good the model is: the share of the processors' time, without what others had, that is found again as claims
 * times their cost. 1 would be a machine that never waits.
 */
export const foundAgain = (run: {
  readonly perSecond: number;
  readonly usEach: number;
  readonly cores: number;
  readonly othersCores: number;
}): number => (run.perSecond * run.usEach) / (US_PER_S * Math.max(0.1, run.cores - run.othersCores));
