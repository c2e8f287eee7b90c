import fc from 'fast-check';
import { expect, it } from 'vitest';
import { breachesBetween, breachesOf, unsettledIn } from './breaches.ts';
import { Model } from './model.ts';
import { type Operation, sequences, settings } from './operations.ts';
import { ending, settling } from './settling.ts';
import { copyOf } from './world.ts';

const SEQUENCES = 100_000;
const MINUTE_MS = 60_000;

it(
  `by its own rules the life of a claim breaks none, in ${SEQUENCES} random sequences`,
  () => {
    fc.assert(
      fc.property(settings, sequences, (rules, operations) => {
        const model = new Model(rules);
        const step = (operation: Operation): void => {
          const before = copyOf(model.world);
          model.run(operation);
          const found = [...breachesOf(model.world, rules), ...breachesBetween(before, model.world)];
          if (found.length > 0) throw new Error(`after ${JSON.stringify(operation)}: ${found.join()}`);
        };
        operations.forEach(step);
        for (const operation of settling(model.world)) step(operation);
        for (const operation of ending(model.world)) step(operation);
        expect(unsettledIn(model.world, rules)).toEqual([]);
      }),
      { numRuns: SEQUENCES },
    );
  },
  5 * MINUTE_MS,
);
