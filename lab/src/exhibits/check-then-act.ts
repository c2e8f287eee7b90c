import type { Verdict } from '#checkers';
import { runExperiment } from '../experiment.js';
import type { Exhibit, Scene, Stage } from './exhibit.js';
import { expecting, raceOn, scene } from './exhibit.js';

const SALE = { seats: 5, buyers: 15, workMs: 100 };
const ALL = `${SALE.buyers} buyers name the same ${SALE.seats} seats, and each claim works ${SALE.workMs} ms`;

export const checkThenAct: Exhibit = {
  title: 'Check, then act',
  shows: `${ALL} between its look at the seat and its write: once with nothing in between, once with the row locked.`,
  means: 'What was read is only worth something for as long as nobody else can write it.',
  seed: 'Viewing Slot War: 15 requests for 5 slots, with 100 ms between the count and the insert',
  failure: {
    what: 'none: reads the seat, works, writes it',
    play: async (stage) => await sell(stage, 'none', 'UNSAFE'),
  },
  cure: {
    what: 'pessimistic: the same, with the row locked from the read to the commit',
    play: async (stage) => await sell(stage, 'pessimistic', 'SAFE'),
  },
};

async function sell(stage: Stage, key: string, verdict: Verdict): Promise<Scene> {
  stage.doing(`${key}: ${SALE.buyers} buyers for ${SALE.seats} seats`);
  const { strategy, parameters } = raceOn(stage, key, stage.lab.replicas.length, SALE);
  const run = expecting(verdict, await runExperiment(stage.lab, strategy, parameters));
  const figures = [
    { name: 'seats there are', value: SALE.seats },
    { name: 'buyers who were told yes', value: run.sold },
  ];
  return scene([run], figures, run.sold > SALE.seats === (verdict === 'UNSAFE'));
}
