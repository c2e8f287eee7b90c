import { byExhibit } from './by-exhibit.js';
import type { Exercise } from './exercise.js';
import { SAFE_OR_NOT } from './exercise.js';

export const sweeper: Exercise = {
  title: 'The sweeper against the payment',
  question:
    'A sweeper reads which holds are over. Then ten customers pay for theirs, which are among them. Then the ' +
    'sweeper writes "available" for what it has read. Each statement by itself is right. What becomes of the ten?',
  choices: SAFE_OR_NOT,
  answer: 'unsafe',
  why:
    'The sweeper’s write does not ask again, so it erases what was paid in between: they have neither seat nor ' +
    'money, and the seats are sold to others. A hold has to end, and has to be paid for, by one conditional UPDATE ' +
    'of its row; who comes second finds no row. The exhibit shows that too.',
  about: 'Ticket booking with locking: its sweeper does not lock, and can free a ticket that is being paid',
  ...byExhibit('sweeper-erases'),
};
