import { randomUUID } from 'node:crypto';
import type { HistoryRecorder } from '../history/recorder.js';
import { seededRandom } from '../seeded-random.js';
import type { Buyer, Patience } from './buyer.js';
import { buy } from './buyer.js';
import { BuyerConnection } from './buyer-connection.js';

/** Who want the same seat at the same time, again and again. */
export interface Pair {
  connections: readonly BuyerConnection[];
  number: number;
}

const RIVALS = 2;

/** Connections that outlive an event: thousands of sales, and a handshake for none of them. */
export function openPairs(api: string, pairs: number): Pair[] {
  return Array.from({ length: pairs }, (_, index) => ({
    connections: Array.from({ length: RIVALS }, () => new BuyerConnection(api)),
    number: index * RIVALS,
  }));
}

export function closePairs(pairs: readonly Pair[]): void {
  for (const { connections } of pairs) for (const connection of connections) connection.close();
}

/** Each pair takes the next seat, sends both claims in one tick, and waits until both are settled. */
export async function contestAll(
  pairs: readonly Pair[],
  sale: { eventId: string; seats: readonly string[] },
  patience: Patience,
  recorder: HistoryRecorder,
): Promise<void> {
  const path = `/v1/events/${sale.eventId}/claims`;
  const next = sale.seats.values();
  await Promise.all(
    pairs.map(async ({ connections, number }) => {
      for (const seat of next) {
        await Promise.all(
          connections.map((connection, index) => {
            const process = number + index + 1;
            const wish = { customer: `customer-${process}`, seats: [seat], quantity: 1 };
            const random = seededRandom(process);
            const buyer: Buyer = { process, wish, key: randomUUID(), connection, random, patience };
            return buy(buyer, path, recorder);
          }),
        );
      }
    }),
  );
}
