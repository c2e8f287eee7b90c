import { runExperiment } from '../experiment.js';
import type { Figure, Stage } from '../exhibits/exhibit.js';
import { raceOn } from '../exhibits/exhibit.js';
import type { RunResult } from '../result.js';
import type { Exercise } from './exercise.js';

const STRATEGIES = ['pessimistic', 'optimistic', 'distributed'] as const;
/** As its runbook has it: twenty requests for one seat under each. */
const SALE = { seats: 1, buyers: 20, workMs: 50 };

export const comparison: Exercise = {
  title: 'Three that are safe, and what they cost',
  question:
    'Twenty customers want A1, once under each of three strategies, and everybody repeats his request until he ' +
    'knows who has the seat. All three are safe. Which one needs the most requests?',
  choices: STRATEGIES,
  answer: 'distributed',
  why:
    'Under pessimistic the losers wait in PostgreSQL, under optimistic they work and then lose: each of them asks ' +
    'once. Whoever does not get the lease is sent away at once and asks again, until the winner is done. That ' +
    'spares the database and not the network.',
  about: 'Lab 36, exercise 6: latencies and contention of the strategies, side by side',
  async run(stage) {
    const runs: RunResult[] = [];
    for (const key of STRATEGIES) runs.push(await raced(stage, key));
    const [most] = runs.toSorted((one, other) => other.attempts - one.attempts);
    const allSafe = runs.every(({ verdict }) => verdict === 'SAFE');
    const answer = most === undefined || !allSafe ? 'inconclusive' : most.strategy;
    return { answer, runs, figures: runs.map(requestsOf) };
  },
};

async function raced(stage: Stage, key: string): Promise<RunResult> {
  stage.doing(`${SALE.buyers} buyers, ${SALE.seats} seat, ${key}`);
  const { strategy, parameters } = raceOn(stage, key, stage.lab.replicas.length, SALE);
  return await runExperiment(stage.lab, strategy, parameters);
}

const requestsOf = ({ strategy, attempts }: RunResult): Figure => ({
  name: `requests under ${strategy}`,
  value: attempts,
});
