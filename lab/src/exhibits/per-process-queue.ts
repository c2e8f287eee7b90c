import { recordRun } from '../experiment.js';
import type { RunResult } from '../result.js';
import type { Exhibit, Scene, Stage } from './exhibit.js';
import { raceOn, scene } from './exhibit.js';
import { inWaves } from './rush.js';

const SALE = { seats: 5, buyers: 15, workMs: 100 };

export const perProcessQueue: Exhibit = {
  title: 'The queue of one process',
  shows:
    'The same buyers ask one replica, and then three replicas directly: a lock or a queue in memory is exact ' +
    'among the requests that it sees, and does not see the others.',
  means:
    'A lock or a queue inside a process orders the requests of that process; what all of them share has to ' +
    'be locked where it is, in the row.',
  seed: 'Ticket-Tracking-RaceCondition: a queue and one worker, in a process of which a second one can be started',
  failure: {
    what: 'mutex and queue, at one replica and at three',
    async play(stage) {
      const runs: RunResult[] = [];
      for (const key of ['mutex', 'queue']) {
        for (const replicas of [1, stage.lab.replicas.length]) runs.push(await sell(stage, key, replicas));
      }
      return judged(runs);
    },
  },
  cure: {
    what: 'pessimistic: the row itself is locked, at one replica and at three',
    play: async (stage) =>
      judged([
        await sell(stage, 'pessimistic', 1),
        await sell(stage, 'pessimistic', stage.lab.replicas.length),
      ]),
  },
};

/** The rivals for a seat ask one replica each. */
async function sell(stage: Stage, key: string, replicas: number): Promise<RunResult> {
  stage.doing(`${key} at ${replicas}: ${SALE.buyers} buyers for ${SALE.seats} seats`);
  const { strategy, parameters } = raceOn(stage, key, replicas, SALE);
  const urls = stage.lab.stack.replicas.slice(0, replicas).map(({ url }) => url);
  const rivals = SALE.buyers / SALE.seats;
  const drive = inWaves(stage.lab, parameters, (seats) => [
    seats.flatMap((seat) =>
      Array.from({ length: rivals }, (_, rival) => ({ url: urls[rival % replicas] ?? '', seats: [seat] })),
    ),
  ]);
  return (await recordRun(stage.lab, strategy, parameters, drive)).result;
}

/** What each guarantee promises at so many replicas is what is expected of it. */
const judged = (runs: readonly RunResult[]): Scene => scene(runs, []);
