import type { HistoryRecorder } from '../history/recorder.js';
import { wait } from '../waiting.js';
import type { BuyerConnection } from './buyer-connection.js';
import { classify } from './classify.js';

export const ATTEMPTS_MOST = 20;
const OPERATION_MS_MOST = 10_000;
const PAUSE_MS = { first: 20, most: 400 };

export interface Buyer {
  process: number;
  customer: string;
  seats: readonly string[];
  key: string;
  connection: BuyerConnection;
  random: () => number;
}

/**
 * One operation: the same request under the same key until it is settled, at most so often and so long. The first send
 * happens before the first await, so buyers started in one loop leave in that order and in one tick.
 */
export async function buy(buyer: Buyer, path: string, recorder: HistoryRecorder): Promise<void> {
  const { process, customer, seats, key } = buyer;
  const body = JSON.stringify({ customerId: customer, seats });
  const deadline = performance.now() + OPERATION_MS_MOST;
  for (let attempt = 1; attempt <= ATTEMPTS_MOST; attempt += 1) {
    recorder.invoke({ process, key, attempt, customer, seats });
    const answer = classify(await buyer.connection.post(path, { 'idempotency-key': key }, body));
    recorder.answer({ ...answer, process, key, attempt });
    if (answer.kind === 'ok' || answer.kind === 'fail') return;
    const pause = pauseMs(attempt, buyer.random);
    if (performance.now() + pause > deadline) return;
    await wait(pause);
  }
}

/** Doubles, and is half chance: buyers that collided must not meet again. */
const pauseMs = (attempt: number, random: () => number): number =>
  Math.min(PAUSE_MS.first * 2 ** (attempt - 1), PAUSE_MS.most) * (0.5 + random());
