/** Looks again and again until it is so; false when it is not so after `withinMs`. */
export async function until(
  withinMs: number,
  everyMs: number,
  isSo: () => Promise<boolean>,
): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() >= deadline) return false;
    await pause(everyMs);
  }
  return true;
}

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
