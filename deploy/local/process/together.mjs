// @ts-check

/**
 * Runs tasks at the same time. When one fails, the others are told to stop and are waited for: nothing goes
 * on behind the back of whoever cleans up.
 * @param {AbortSignal} signal
 * @param {((signal: AbortSignal) => Promise<unknown>)[]} tasks
 */
export async function together(signal, tasks) {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  /** @type {unknown[]} */
  const errors = [];
  const guarded = tasks.map(async (task) => {
    try {
      await task(either);
    } catch (error) {
      errors.push(error);
      failed.abort(error);
    }
  });
  await Promise.all(guarded);
  if (errors.length > 0) throw errors[0];
}
