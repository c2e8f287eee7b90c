import { byExhibit } from './by-exhibit.js';
import type { Exercise } from './exercise.js';

export const loadTest: Exercise = {
  title: 'A load test that finds nothing',
  question:
    'A load script sends 50 bookings for 20 seats to the strategy without any lock: ten at a time, for ten ' +
    'different seats, and the next ten when all of these are answered. No seat is booked twice. What does the ' +
    'lab call it?',
  choices: ['safe', 'unsafe', 'inconclusive'],
  answer: 'inconclusive',
  why:
    'No two rivals were ever on their way at the same time, so nothing could go wrong, and nothing was tested. A ' +
    'verdict has to ask that first. The same 50 requests at once sell seats twice.',
  about: 'Lab 36, exercise 5: the k6 run; strategy-comparison.js calls the strategy without a lock SAFE',
  ...byExhibit('collisions-never-happen'),
};
