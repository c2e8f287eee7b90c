import { byRace } from './by-race.js';
import type { Exercise } from './exercise.js';
import { SAFE_OR_NOT } from './exercise.js';

export const pause: Exercise = {
  title: 'Whoever has the lease pauses',
  question:
    'The lease is 300 ms. Whoever has it, and has read that the seat is free, stands still for 600 ms before he ' +
    'writes, as in a garbage collection. He looked at the time before that, and not after. What becomes of the seats?',
  choices: SAFE_OR_NOT,
  answer: 'unsafe',
  why:
    'His lease runs out while he stands still, the next one gets it and sells the seat, and then he wakes and ' +
    'sells it again. Looking at the time once more would only make the gap smaller: the pause may come after that ' +
    'look. Nothing in the row asks for the lease.',
  about: 'ours: the pause in Martin Kleppmann’s article on distributed locking, made to happen every time',
  ...byRace('--strategy distributed --replicas 3 --fault pause-holder'),
};
