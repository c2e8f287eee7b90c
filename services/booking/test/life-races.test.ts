import { afterAll, beforeAll, expect, it } from 'vitest';
import { Arena } from './life/arena.ts';
import { run } from './life/race.ts';
import { RACES } from './life/races.ts';

/** A thousand of each: npm run soak. */
const TIMES = 30;
const ENDED_MS = 120_000;

let arena: Arena;
beforeAll(async () => {
  arena = await Arena.open();
});
afterAll(() => arena.close());

it.each(Object.entries(RACES))(
  '%s',
  async (_, race) => {
    const ends = await run(arena, race, TIMES);
    expect(race.ends).toEqual(expect.arrayContaining(Object.keys(ends)));
  },
  ENDED_MS,
);
