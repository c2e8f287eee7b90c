// @ts-check
import { headOf } from './logs.mjs';
import { failure, spawnProcess } from './spawn.mjs';
import { stopGroup } from './stop.mjs';
import { waitFor } from './wait.mjs';

const POLL_EVERY_MS = 20;

/**
 * Runs a program to its end; its output goes to its log. When it is no longer wanted, it ends with all it
 * started.
 * @param {import('./spawn.mjs').ProcessPlan & { timeoutMs: number, signal?: AbortSignal | undefined }} plan
 * @returns {Promise<void>}
 */
export async function runTask(plan) {
  const task = spawnProcess({ ...plan, boundToParent: true, stopSignal: 'KILL' });
  const { timeoutMs, signal } = plan;
  try {
    await waitFor(() => task.exit.done, { timeoutMs, everyMs: POLL_EVERY_MS, signal, what: plan.name });
  } finally {
    await stopGroup(task);
  }
  // what npm and compilers say first is the reason, what they say last is advice
  if (task.exit.code !== 0) throw failure(task, 'failed', headOf(task.log));
}
