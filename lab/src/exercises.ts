import { comparison } from './exercises/comparison.js';
import { deadlock } from './exercises/deadlock.js';
import { drain } from './exercises/drain.js';
import type { Exercise } from './exercises/exercise.js';
import { fence } from './exercises/fence.js';
import { lease } from './exercises/lease.js';
import { loadTest } from './exercises/load-test.js';
import { mutex } from './exercises/mutex.js';
import { noLock } from './exercises/no-lock.js';
import { pause } from './exercises/pause.js';
import { quorumLost, quorumLostFenced } from './exercises/quorum-lost.js';
import { rowLock } from './exercises/row-lock.js';
import { sweeper } from './exercises/sweeper.js';
import { version } from './exercises/version.js';

/** Every exercise, one line each; its number is its place, and the page in docs/exercises is named after both. */
const inOrder: readonly (readonly [name: string, exercise: Exercise])[] = [
  ['no-lock', noLock],
  ['row-lock', rowLock],
  ['version', version],
  ['lease', lease],
  ['load-test', loadTest],
  ['comparison', comparison],
  ['mutex', mutex],
  ['pause', pause],
  ['fence', fence],
  ['quorum-lost', quorumLost],
  ['quorum-lost-fenced', quorumLostFenced],
  ['deadlock', deadlock],
  ['drain', drain],
  ['sweeper', sweeper],
];

export interface NumberedExercise extends Exercise {
  number: number;
  /** as its page is called: 01-no-lock */
  name: string;
}

export const exercises: readonly NumberedExercise[] = inOrder.map(([name, exercise], index) => ({
  ...exercise,
  number: index + 1,
  name: `${String(index + 1).padStart(2, '0')}-${name}`,
}));
