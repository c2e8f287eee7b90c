import { byRace } from './by-race.js';
import type { Exercise } from './exercise.js';
import { SAFE_OR_NOT } from './exercise.js';

export const noLock: Exercise = {
  title: 'Ten customers, one seat, no lock',
  question:
    'Ten customers ask for A1 at once, at three replicas. Each claim reads the seat, works for 50 ms if it is ' +
    'free, and writes it. There is no lock and no unique index. What becomes of A1?',
  choices: SAFE_OR_NOT,
  answer: 'unsafe',
  why:
    'All of them read "available" before the first one writes, and nobody asks again: each has his 201. The work ' +
    'between read and write only makes it easy to see.',
  about: 'Lab 36, exercise 1: ten requests for A1 under none, several winners',
  ...byRace('--strategy none --replicas 3 --buyers 10 --seats 1'),
};
