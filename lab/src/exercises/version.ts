import { byRace } from './by-race.js';
import type { Exercise } from './exercise.js';
import { SAFE_OR_NOT } from './exercise.js';

export const version: Exercise = {
  title: 'Nobody locks, but the write asks for the version',
  question:
    'Again ten customers and A1. Each claim reads the seat and its version without any lock, works for 50 ms, and ' +
    'writes only where the version is still the one it read. All ten may read "available". What becomes of A1?',
  choices: SAFE_OR_NOT,
  answer: 'safe',
  why:
    'The condition stands in the write itself, and PostgreSQL lets one write of a row happen at a time: the first ' +
    'one raises the version, and the others find no row. They read again and see that it is sold. All their work ' +
    'was for nothing, which is the price.',
  about: 'Lab 36, exercise 3: ten requests for A1 under optimistic, one winner',
  ...byRace('--strategy optimistic --replicas 3 --buyers 10 --seats 1'),
};
