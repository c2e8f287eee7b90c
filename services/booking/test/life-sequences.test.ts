import { afterAll, beforeAll, expect, it } from 'vitest';
import { Lanes } from './life/lanes.ts';

/** A hundred thousand of them: npm run soak. */
const SEQUENCES = 600;
const LANES = 4;
const WITHIN_MS = 30_000;
const ENDED_MS = 4 * WITHIN_MS;

let lanes: Lanes;
beforeAll(async () => {
  lanes = await Lanes.open(LANES);
});
afterAll(() => lanes.close());

it(
  'whatever is done to claims in whatever order: as documented, and money and seats agree',
  async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const seen = await lanes.run({ seed, sequences: SEQUENCES, withinMs: WITHIN_MS });
    expect(seen.get('held → booked')).toBeGreaterThan(0);
  },
  ENDED_MS,
);
