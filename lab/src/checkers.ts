import { ackedIsStored } from './checkers/acked-is-stored.js';
import { allAnswered } from './checkers/all-answered.js';
import { countsAgree } from './checkers/counts-agree.js';
import type { Checker } from './checkers/evidence.js';
import { reallyRaced } from './checkers/really-raced.js';
import { soldOnce } from './checkers/sold-once.js';
import { storedWasTold } from './checkers/stored-was-told.js';

/** Every checker, one line each; the verdict is made of all their findings. */
export const checkers: Readonly<Record<string, Checker>> = {
  'sold-once': soldOnce,
  'acked-is-stored': ackedIsStored,
  'stored-was-told': storedWasTold,
  'counts-agree': countsAgree,
  'all-answered': allAnswered,
  'really-raced': reallyRaced,
};
