import { byRace } from './by-race.js';
import type { Exercise } from './exercise.js';
import { SAFE_OR_NOT } from './exercise.js';

export const lease: Exercise = {
  title: 'A lease in Redis, on a good day',
  question:
    'Ten customers and A1, and each claim first leases the seat for 5 s on a majority of three Redis nodes, then ' +
    'reads and writes it as in the first exercise. All servers are healthy, and nobody pauses. What becomes of A1?',
  choices: SAFE_OR_NOT,
  answer: 'safe',
  why:
    'Work of 50 ms under a lease of 5 s: nobody is near the end of it, so one at a time is in there. What happens ' +
    'on a bad day is asked in exercise 8.',
  about: 'Lab 36, exercise 4: ten requests for A1 under distributed, one winner',
  ...byRace('--strategy distributed --replicas 3 --buyers 10 --seats 1'),
};
