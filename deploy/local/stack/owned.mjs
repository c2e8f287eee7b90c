// @ts-check
import { Mistake } from '../terminal/mistake.mjs';
import { bringUp } from './bring-up.mjs';
import { beginState } from './context.mjs';
import { alreadyRunning, runningStack } from './leftovers.mjs';
import { withLock } from './lock.mjs';
import { takeDown } from './take-down.mjs';

/** @typedef {import('./context.mjs').Context} Context */

/** A `scale` that is under way may finish before we stop everything. */
const OTHERS_WAIT_MS = 10_000;

/**
 * @param {Context} context
 * @param {string} command
 */
async function stopAll({ layout }, command) {
  try {
    await withLock(layout.lockFile, { command, waitMs: OTHERS_WAIT_MS }, () => takeDown(layout));
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    await takeDown(layout); // who does not finish in that time is not waited for any longer
  }
}

/**
 * Brings a stack up for as long as `work` takes, and stops it again whatever happens.
 * @template T
 * @param {Context} context
 * @param {{ command: string, replicas: number[] }} what
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withOwnStack(context, { command, replicas }, work) {
  let mine = false;
  try {
    // the lock is for changes only: while the work goes on, it may scale what is up
    await withLock(context.layout.lockFile, { command }, async () => {
      const running = await runningStack(context);
      if (running) throw alreadyRunning(running);
      mine = true;
      await bringUp(context, beginState(context), replicas);
    });
    return await work();
  } finally {
    if (mine) await context.progress.step('stopped', () => stopAll(context, command));
  }
}
