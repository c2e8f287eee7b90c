// @ts-check
import { setTimeout as pause } from 'node:timers/promises';

const POLL_EVERY_MS = 50;

export class DeadlinePassed extends Error {}

/**
 * Asks again until the answer is yes. Conditions are waited for; nothing here waits for time to pass.
 * @template T
 * @param {() => T | Promise<T>} condition answers something truthy when it holds
 * @param {{ timeoutMs: number, everyMs?: number, signal?: AbortSignal | undefined, what: string }} options
 * @returns {Promise<NonNullable<T>>}
 */
export async function waitFor(condition, { timeoutMs, everyMs = POLL_EVERY_MS, signal, what }) {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    signal?.throwIfAborted();
    const answer = await condition();
    if (answer) return answer;
    if (performance.now() >= deadline) throw new DeadlinePassed(`${what}: not within ${timeoutMs} ms`);
    await pause(everyMs, undefined, signal ? { signal } : {});
  }
}
