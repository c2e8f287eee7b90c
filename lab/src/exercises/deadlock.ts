import { raceOn } from '../exhibits/exhibit.js';
import { countedRounds } from '../measurements/rounds.js';
import { seenIn } from './by-race.js';
import type { Exercise } from './exercise.js';
import { SAFE_OR_NOT } from './exercise.js';

const RACE = { buyers: 60, seats: 20, basket: 2, workMs: 20 };
const DEADLOCK = '40P01';

export const deadlock: Exercise = {
  title: 'Two seats each, locked in the order in which they were named',
  question:
    '60 customers want two seats each, and rivals name them in opposite orders. Each claim locks one row after the ' +
    'other, as its customer named them: so one has A1 and waits for A2, another has A2 and waits for A1. What ' +
    'becomes of the seats?',
  choices: SAFE_OR_NOT,
  answer: 'safe',
  why:
    'PostgreSQL finds the circle after `deadlock_timeout` and undoes one of the two (40P01), who begins anew: no ' +
    'seat is sold twice and none stays unsold. What is lost is time. With the rows locked in one order for ' +
    'everybody, as `pessimistic` does, there is no circle.',
  command:
    'npm run race -- --strategy pessimistic-unsorted --replicas 3 --basket 2 --buyers 60 --seats 20 --work-ms 20',
  about: 'ours: a deadlock is not a double sale',
  async run(stage) {
    const { strategy } = raceOn(stage, 'pessimistic-unsorted', stage.lab.replicas.length, RACE);
    const { runs, counted } = await countedRounds(stage.lab, strategy, RACE, 1, stage.doing);
    const [first] = runs;
    if (first === undefined) return { answer: 'inconclusive', runs: [], figures: [] };
    const deadlocks = counted.undone[DEADLOCK] ?? 0;
    const seen = seenIn(first.result, [{ name: 'deadlocks that PostgreSQL undid', value: deadlocks }]);
    return deadlocks > 0 ? seen : { ...seen, answer: 'inconclusive' };
  },
};
