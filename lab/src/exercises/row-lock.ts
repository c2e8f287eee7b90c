import { byRace } from './by-race.js';
import type { Exercise } from './exercise.js';
import { SAFE_OR_NOT } from './exercise.js';

export const rowLock: Exercise = {
  title: 'The same with the row locked, at three replicas',
  question:
    'The same ten customers and three replicas, but each claim reads with SELECT … FOR UPDATE and writes in the ' +
    'same transaction. The replicas know nothing of each other. What becomes of A1?',
  choices: SAFE_OR_NOT,
  answer: 'safe',
  why:
    'The lock is in the database, which all replicas share, so it does not matter how many there are. The second ' +
    'one waits, and then reads a seat that is booked. (Lab 36 says that row locks do not suffice with several ' +
    'instances. They do; what does not suffice is a lock in the memory of one.)',
  about: 'Lab 36, exercise 2: ten requests for A1 under pessimistic, one winner and nine refused',
  ...byRace('--strategy pessimistic --replicas 3 --buyers 10 --seats 1'),
};
