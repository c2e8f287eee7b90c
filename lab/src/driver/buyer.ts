import type { HistoryRecorder } from '../history/recorder.js';
import { wait } from '../waiting.js';
import type { Sent } from './buyer-connection.js';
import { classify } from './classify.js';
import type { Wish } from './wishes.js';

/** How often and how long one operation is tried; pauses double up to the longest, give or take a half. */
export interface Patience {
  attemptsMost: number;
  totalMsMost: number;
  pauseMs: { first: number; most: number };
}
export const USUAL_PATIENCE: Patience = {
  attemptsMost: 20,
  totalMsMost: 10_000,
  pauseMs: { first: 20, most: 400 },
};

/** Where a buyer asks: one connection, or another replica each time. */
export interface Counter {
  post(path: string, headers: Record<string, string>, body: string): Promise<Sent>;
  close(): void;
}

export interface Buyer {
  process: number;
  wish: Wish;
  key: string;
  connection: Counter;
  random: () => number;
  patience: Patience;
}

/**
 * One operation: the same request under the same key until it is settled, at most so often and so long. The
 * first send happens before the first await, so buyers started in one loop leave in that order and in one
 * tick.
 */
export async function buy(buyer: Buyer, path: string, recorder: HistoryRecorder): Promise<void> {
  const { process, wish, key, patience } = buyer;
  const body = bodyOf(wish);
  const deadline = performance.now() + patience.totalMsMost;
  for (let attempt = 1; attempt <= patience.attemptsMost; attempt += 1) {
    recorder.invoke({ process, key, attempt, ...wish });
    const answer = classify(await buyer.connection.post(path, { 'idempotency-key': key }, body));
    recorder.answer({ ...answer, process, key, attempt });
    if (answer.kind === 'ok' || answer.kind === 'fail') return;
    const pause = pauseBefore(attempt + 1, buyer);
    if (performance.now() + pause > deadline) return;
    await wait(pause);
  }
}

const bodyOf = ({ customer: customerId, seats, quantity }: Wish): string =>
  JSON.stringify(seats.length > 0 ? { customerId, seats } : { customerId, quantity });

/** Half of it is chance: buyers that collided must not meet again. */
function pauseBefore(attempt: number, { patience: { pauseMs }, random }: Buyer): number {
  return Math.min(pauseMs.first * 2 ** (attempt - 2), pauseMs.most) * (0.5 + random());
}
