import { setTimeout as sleep } from 'node:timers/promises';

/** The only file of the lab that waits. */
export const wait = (ms: number): Promise<void> => sleep(ms);

/**
 * Asks again and again until the answer is good or the time is over; the last answer is returned in both
 * cases.
 */
export async function waitUntil<Answer>(
  ask: () => Promise<Answer>,
  good: (answer: Answer) => boolean,
  bound: { mostMs: number; everyMs: number },
): Promise<Answer> {
  const deadline = performance.now() + bound.mostMs;
  for (;;) {
    const answer = await ask();
    if (good(answer) || performance.now() >= deadline) return answer;
    await wait(bound.everyMs);
  }
}
