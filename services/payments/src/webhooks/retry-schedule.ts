const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * After each failed attempt, in seconds: quick at first, as a shop restarts in seconds, then the schedule that Standard
 * Webhooks gives as its example. Three days and four hours in all; then it is given up.
 */
const RETRY_AFTER_SECONDS = [
  1,
  5,
  30,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const;

/** With jitter, so that what failed together does not come again together. Null: that was the last attempt. */
export function retryAfterMs(attempts: number): number | null {
  const seconds = RETRY_AFTER_SECONDS[attempts - 1];
  return seconds === undefined ? null : Math.round(seconds * 1_000 * (0.5 + Math.random() / 2));
}
