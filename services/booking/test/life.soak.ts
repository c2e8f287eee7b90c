import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Arena } from './life/arena.ts';
import { Lanes } from './life/lanes.ts';
import { run } from './life/race.ts';
import { RACES } from './life/races.ts';
import { type SoakResults, readResults, writeResults } from './life/soak-results.ts';

const SEQUENCES = 100_000;
/** Each waits for an answer most of the time. */
const LANES = 8;
/** After each the result is written, so that an interruption loses little. */
const SEQUENCES_AT_ONCE = 4_000;
/** Of fast-check: a 32 bit number. */
const SEEDS = 2 ** 31 - 1;

const results: SoakResults = readResults();

describe('a race', () => {
  let arena: Arena;
  beforeAll(async () => {
    arena = await Arena.open();
  });
  afterAll(() => arena.close());

  it.each(Object.entries(RACES))('%s', async (name, race) => {
    const ends = results.races[name] ?? (await run(arena, race, race.times));
    expect(race.ends).toEqual(expect.arrayContaining(Object.keys(ends)));
    results.races[name] = ends;
    writeResults(results);
  });
});

describe('the life of a claim', () => {
  let lanes: Lanes;
  beforeAll(async () => {
    lanes = await Lanes.open(LANES);
  });
  afterAll(() => lanes.close());

  it(`is as documented in ${SEQUENCES} random sequences`, async () => {
    const done = (): number => results.runs.reduce((sum, { sequences }) => sum + sequences, 0);
    while (done() < SEQUENCES) {
      const seed = randomInt(SEEDS);
      const began = performance.now();
      const seen = await lanes.run({ seed, sequences: SEQUENCES_AT_ONCE });
      for (const [what, times] of seen) results.seen[what] = (results.seen[what] ?? 0) + times;
      const seconds = Math.round((performance.now() - began) / 1_000);
      results.runs.push({ seed, sequences: SEQUENCES_AT_ONCE, seconds });
      writeResults(results);
    }
    const arrows = [
      'held → booked',
      'held → released',
      'held → expired',
      'booked → cancelled',
      'expired → booked',
    ];
    expect(Object.keys(results.seen)).toEqual(expect.arrayContaining(arrows));
  });
});
