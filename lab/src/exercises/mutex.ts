import { byRace } from './by-race.js';
import type { Exercise } from './exercise.js';
import { SAFE_OR_NOT } from './exercise.js';

export const mutex: Exercise = {
  title: 'A mutex, and a second process',
  question:
    'Each replica has a mutex for each seat in its memory, and lets one claim at a time through. At one replica ' +
    'this is exact. Now there are three, behind one proxy. What becomes of the seats?',
  choices: SAFE_OR_NOT,
  answer: 'unsafe',
  why:
    'Three processes have three mutexes for one seat, and each lets one in. The queue of a single worker fails in ' +
    'the same way, as soon as there is a second worker.',
  about: 'Ticket-Tracking-RaceCondition: a lock of one process; the reason for all the rest',
  ...byRace('--strategy mutex --replicas 3'),
};
