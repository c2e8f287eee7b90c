import { byRace } from './by-race.js';
import type { Exercise } from './exercise.js';
import { SAFE_OR_NOT } from './exercise.js';

export const fence: Exercise = {
  title: 'The same pause, with a fence in the row',
  question:
    'The same lease and the same pause. But reading a free seat raises a number in its row, and the write requires ' +
    'that the number is still the one that this read left. What becomes of the seats?',
  choices: SAFE_OR_NOT,
  answer: 'safe',
  why:
    'The next one’s read raises the number, and from then on the write of the one who paused finds no row, however ' +
    'late it comes. Compared at the write alone (`fenced-at-write`) it would not do: both have read "free", and ' +
    'the higher number writes last.',
  about: 'ours: fencing, in the form that holds',
  ...byRace('--strategy fenced --replicas 3 --fault pause-holder'),
};
