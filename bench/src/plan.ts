import type { Given } from '../../lab/src/flags.js';
import { wholeNumber, wholeNumbers, wordsIfGiven } from '../../lab/src/flags.js';
import type { Scenario } from './load/scenarios.js';
import { SCENARIOS } from './load/scenarios.js';

const RANGES = {
  replicas: { least: 1, most: 16 },
  rounds: { least: 1, most: 100 },
  seconds: { least: 1, most: 60 },
  connections: { least: 1, most: 1_024 },
  openSeconds: { least: 0, most: 60 },
  sustain: { least: 0, most: 3_600 },
};

/** One kind of load, repeated in every round. */
export interface Cell {
  readonly strategy: string;
  readonly scenario: Scenario;
  readonly connections: number;
}

export interface Plan {
  readonly replicas: readonly number[];
  readonly rounds: number;
  readonly seconds: number;
  /** at a fixed rate; 0: not at all */
  readonly openSeconds: number;
  /** at two thirds of the most; 0: not at all */
  readonly sustainSeconds: number;
  /** a quota until its last seat */
  readonly sellsOut: boolean;
  readonly cells: readonly Cell[];
}

export const USUAL = {
  replicas: [1, 3],
  rounds: 5,
  seconds: 3,
  connections: [64, 256],
  openSeconds: 5,
  sustainSeconds: 60,
};
/** What the gate looks at; the shortest that tells a third less. */
const QUICK = { rounds: 2, seconds: 2, connections: 256 };
const QUICK_CELLS: readonly (readonly [string, Scenario])[] = [
  ['batched', 'free'],
  ['batched', 'hot'],
  ['conditional', 'free'],
  ['pessimistic', 'free'],
  ['distributed', 'free'],
];

export const PLAN_FLAGS = {
  only: { type: 'string' },
  scenario: { type: 'string' },
  replicas: { type: 'string' },
  connections: { type: 'string' },
  rounds: { type: 'string' },
  seconds: { type: 'string' },
  cores: { type: 'string' },
  'open-seconds': { type: 'string' },
  sustain: { type: 'string' },
  quick: { type: 'boolean' },
} as const;

/** @param strategies those that may sell in production */
export function planFrom(given: Given, strategies: readonly string[]): Plan {
  const quick = given['quick'] === true;
  const connections = wholeNumbers(
    given,
    'connections',
    quick ? [QUICK.connections] : USUAL.connections,
    RANGES.connections,
  );
  const named = wordsIfGiven(given, 'only', strategies);
  const scenarios = SCENARIOS.filter(
    (one) => wordsIfGiven(given, 'scenario', SCENARIOS)?.includes(one) ?? true,
  );
  const most = Math.max(...connections);
  const all = (named ?? strategies).flatMap((strategy) =>
    connections.flatMap((count) =>
      scenarios
        // how it depends on the connections is told of one load
        .filter((scenario) => scenario === 'free' || count === most)
        .map((scenario) => ({ strategy, scenario, connections: count })),
    ),
  );
  const short = QUICK_CELLS.flatMap(([strategy, scenario]) =>
    connections.map((count) => ({ strategy, scenario, connections: count })),
  );
  return {
    replicas: wholeNumbers(given, 'replicas', quick ? [1] : USUAL.replicas, RANGES.replicas),
    rounds: wholeNumber(given, 'rounds', quick ? QUICK.rounds : USUAL.rounds, RANGES.rounds),
    seconds: wholeNumber(given, 'seconds', quick ? QUICK.seconds : USUAL.seconds, RANGES.seconds),
    openSeconds: quick ? 0 : wholeNumber(given, 'open-seconds', USUAL.openSeconds, RANGES.openSeconds),
    sustainSeconds: quick ? 0 : wholeNumber(given, 'sustain', USUAL.sustainSeconds, RANGES.sustain),
    sellsOut: !quick && scenarios.includes('any'),
    cells: quick && named === undefined ? short : all,
  };
}
