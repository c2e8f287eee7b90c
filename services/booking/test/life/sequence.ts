import { isDeepStrictEqual } from 'node:util';
import { breachesBetween, breachesOf, unsettledIn } from './breaches.ts';
import type { Lane } from './lane.ts';
import { TooLate, isLateAnswer } from './late.ts';
import { Model } from './model.ts';
import type { Operation } from './operations.ts';
import { ending, settling } from './settling.ts';
import type { Settings, World } from './world.ts';

/** How often each operation had which answer: what the sequences really came to. */
export type Seen = Map<string, number>;

/**
 * One sequence for real, on an event of its own. After each operation the answer and all that is stored must be what
 * the model says, and break no rule; when all is settled, money and seats agree.
 */
export async function runSequence(
  lane: Lane,
  settings: Settings,
  operations: readonly Operation[],
  seen: Seen,
): Promise<void> {
  const model = new Model(settings);
  const event = await lane.begin(settings);
  let before = (await event.look()).world;
  const step = async (operation: Operation): Promise<void> => {
    const expected = model.run(operation);
    const answer = await event.run(operation);
    if (isLateAnswer(answer)) throw new TooLate();
    const { world, ledger } = await event.look();
    const found = [
      ...(answer === expected ? [] : [`answered ${answer} and not ${expected}`]),
      ...ledger,
      ...breachesOf(world, settings),
      ...breachesBetween(before, world),
      ...differences(model.world, world),
    ];
    if (found.length > 0) throw new Error(`after ${JSON.stringify(operation)}:\n  ${found.join('\n  ')}`);
    note(seen, operation, answer, before, world);
    before = world;
  };
  for (const operation of operations) await step(operation);
  for (const operation of settling(model.world)) await step(operation);
  for (const operation of ending(model.world)) await step(operation);
  const unsettled = unsettledIn(before, settings);
  if (unsettled.length > 0) throw new Error(`settled, and yet:\n  ${unsettled.join('\n  ')}`);
}

const differences = (model: World, real: World): string[] =>
  (Object.keys(model) as (keyof World)[])
    .filter((part) => !isDeepStrictEqual(model[part], real[part]))
    .map((part) => `${part}: ${JSON.stringify(real[part])}\n  instead of ${JSON.stringify(model[part])}`);

function note(seen: Seen, operation: Operation, answer: string, before: World, after: World): void {
  const count = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);
  count(`${operation.do}: ${answer}`);
  after.claims.forEach(({ status }, place) => {
    const from = before.claims[place]?.status ?? '(none)';
    if (from !== status) count(`${from} → ${status}`);
  });
}
