import { ackedIsStored } from './checkers/acked-is-stored.js';
import { allOrNone } from './checkers/all-or-none.js';
import { allAnswered } from './checkers/all-answered.js';
import { anyServed } from './checkers/any-served.js';
import { countsAgree } from './checkers/counts-agree.js';
import { customerLimitKept } from './checkers/customer-limit-kept.js';
import type { Checker } from './checkers/evidence.js';
import { faultHappened } from './checkers/fault-happened.js';
import { reallyRaced } from './checkers/really-raced.js';
import { soldOnce } from './checkers/sold-once.js';
import { storedWasTold } from './checkers/stored-was-told.js';

/** Every checker, one line each; the verdict is made of all their findings. */
export const checkers: Readonly<Record<string, Checker>> = {
  'sold-once': soldOnce,
  'acked-is-stored': ackedIsStored,
  'stored-was-told': storedWasTold,
  'all-or-none': allOrNone,
  'customer-limit-kept': customerLimitKept,
  'counts-agree': countsAgree,
  'all-answered': allAnswered,
  'any-served': anyServed,
  'fault-happened': faultHappened,
  'really-raced': reallyRaced,
};
