import { recordRun } from '../experiment.js';
import type { Exhibit, Scene, Stage } from './exhibit.js';
import { expecting, raceOn, scene } from './exhibit.js';
import type { Request } from './rush.js';
import { inWaves } from './rush.js';

/** As the script has it: 50 bookings in batches of 10, of seat i mod 20. */
const SALE = { seats: 20, buyers: 50, workMs: 50 };
const BATCH = 10;

export const collisionsNeverHappen: Exhibit = {
  title: 'A test whose requests never collide',
  shows:
    'The same 50 requests for 20 seats, to a strategy without any lock: in five batches of ten neighbours, ' +
    'one batch after another, and then all at once.',
  means:
    'Nothing bad seen proves nothing when no two rivals were on their way at the same time; a verdict has to ' +
    'ask that first.',
  seed: 'Lab 36: strategy-comparison.js, which calls all four strategies SAFE, the one without a lock among them',
  failure: {
    what: 'none, in batches of ten different seats: nothing is sold twice, and the lab refuses to call it SAFE',
    async play(stage) {
      const run = await sell(stage, (requests) =>
        Array.from({ length: SALE.buyers / BATCH }, (_, batch) =>
          requests.slice(batch * BATCH, (batch + 1) * BATCH),
        ),
      );
      const inconclusive = expecting('INCONCLUSIVE', run);
      const why = Object.keys(run.findingCounts).join();
      return scene([inconclusive], tallied(run), why === 'no-collision');
    },
  },
  cure: {
    what: 'none, the same requests at once: caught',
    async play(stage) {
      const run = await sell(stage, (requests) => [requests]);
      return scene([run], tallied(run));
    },
  },
};

async function sell(stage: Stage, wavesOf: (requests: Request[]) => Request[][]) {
  stage.doing(`none: ${SALE.buyers} requests for ${SALE.seats} seats`);
  const { strategy, parameters } = raceOn(stage, 'none', stage.lab.replicas.length, SALE);
  const drive = inWaves(stage.lab, parameters, (seats) =>
    wavesOf(
      Array.from({ length: SALE.buyers }, (_, index) => ({
        url: stage.lab.api.url,
        seats: [seats[index % SALE.seats] ?? ''],
      })),
    ),
  );
  return (await recordRun(stage.lab, strategy, parameters, drive)).result;
}

const tallied = ({ sold, refused, soldTwice }: Scene['runs'][number]): Scene['figures'] => [
  { name: 'confirmed', value: sold },
  { name: 'refused', value: refused },
  { name: 'sold twice', value: soldTwice },
];
