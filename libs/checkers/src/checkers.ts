import { ackedIsStored } from './acked-is-stored.js';
import { allOrNone } from './all-or-none.js';
import { allAnswered } from './all-answered.js';
import { anyServed } from './any-served.js';
import { countsAgree } from './counts-agree.js';
import { customerLimitKept } from './customer-limit-kept.js';
import type { Checker } from './finding.js';
import { faultHappened } from './fault-happened.js';
import { reallyRaced } from './really-raced.js';
import { soldOnce } from './sold-once.js';
import { storedWasTold } from './stored-was-told.js';

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
