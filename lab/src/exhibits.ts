import { blockedLoop } from './exhibits/blocked-loop.js';
import { checkThenAct } from './exhibits/check-then-act.js';
import { coarseLock } from './exhibits/coarse-lock.js';
import { collisionsNeverHappen } from './exhibits/collisions-never-happen.js';
import type { Exhibit } from './exhibits/exhibit.js';
import { lockOfAnother } from './exhibits/lock-of-another.js';
import { perProcessQueue } from './exhibits/per-process-queue.js';
import { queueDies } from './exhibits/queue-dies.js';
import { sweeperErases } from './exhibits/sweeper-erases.js';

/** Every exhibit, one line each, in the order of docs/exhibits; `npm run exhibit` takes the name. */
export const exhibits: Readonly<Record<string, Exhibit>> = {
  'check-then-act': checkThenAct,
  'coarse-lock': coarseLock,
  'blocked-loop': blockedLoop,
  'per-process-queue': perProcessQueue,
  'queue-dies': queueDies,
  'sweeper-erases': sweeperErases,
  'lock-of-another': lockOfAnother,
  'collisions-never-happen': collisionsNeverHappen,
};
