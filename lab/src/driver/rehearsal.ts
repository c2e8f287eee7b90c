import { randomUUID } from 'node:crypto';
import type { Buyer } from './buyer.js';

/** An event of its own, with seats for some rounds; later rounds are refused, which warms as well. */
export interface Rehearsal {
  eventId: string;
  seats: readonly string[];
}

export const REHEARSAL_SEATS_PER_BUYER = 3;
const ROUNDS = { least: 3, most: 12 };
/** Replicas that do not calm down in this time will not; the race shows what they are like. */
const REHEARSAL_MS_MOST = 3_000;
/** Replicas answer all they have within so many ms of each other: well below the 50 ms of work in a race. */
const SPREAD_MS_MOST = 20;

/**
 * All buyers claim seats that nobody else wants, round after round, until the replicas keep pace with each
 * other. It opens and warms each connection, and those behind it to the database and to Redis; a replica that
 * has just started would else answer when the others have sold everything, and nobody would have collided.
 * What is answered here is no evidence of anything, so it is not recorded.
 */
export async function rehearse(buyers: readonly Buyer[], rehearsal: Rehearsal): Promise<void> {
  const deadline = performance.now() + REHEARSAL_MS_MOST;
  for (let round = 0; round < ROUNDS.most && performance.now() < deadline; round += 1) {
    const spread = await rehearseOnce(buyers, rehearsal, round * buyers.length);
    if (round + 1 >= ROUNDS.least && spread <= SPREAD_MS_MOST) return;
  }
}

/** How many ms passed between the first and the last replica that had answered all of its buyers. */
async function rehearseOnce(
  buyers: readonly Buyer[],
  { eventId, seats }: Rehearsal,
  firstSeat: number,
): Promise<number> {
  const finishedAt = new Map<unknown, number>();
  await Promise.all(
    buyers.map(async ({ connection, wish }, index) => {
      const body = JSON.stringify({
        customerId: wish.customer,
        seats: [seats[(firstSeat + index) % seats.length]],
      });
      const path = `/v1/events/${eventId}/claims`;
      const sent = await connection.post(path, { 'idempotency-key': randomUUID() }, body);
      if ('reply' in sent) finishedAt.set(sent.reply.headers['x-replica'], performance.now());
    }),
  );
  return Math.max(...finishedAt.values()) - Math.min(...finishedAt.values());
}
