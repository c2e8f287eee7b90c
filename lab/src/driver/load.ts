import { randomUUID } from 'node:crypto';
import type { HistoryRecorder } from '../history/recorder.js';
import { seededRandom, shuffled } from '../seeded-random.js';
import type { Buyer, Patience } from './buyer.js';
import { buy } from './buyer.js';
import { BuyerConnection } from './buyer-connection.js';
import type { Rehearsal } from './rehearsal.js';
import { rehearse } from './rehearsal.js';

export interface Load {
  api: string;
  eventId: string;
  rehearsal: Rehearsal;
  /** labels, best first */
  seats: readonly string[];
  buyers: number;
  seed: number;
  patience: Patience;
}

/**
 * Warms everything up, lets all buyers go at once, comes back when each has settled or spent its budget.
 */
export async function sellAll(load: Load, recorder: HistoryRecorder): Promise<void> {
  const buyers = buyersOf(load);
  try {
    await rehearse(buyers, load.rehearsal);
    const path = `/v1/events/${load.eventId}/claims`;
    await Promise.all(buyers.map((buyer) => buy(buyer, path, recorder)));
  } finally {
    for (const buyer of buyers) buyer.connection.close();
  }
}

/**
 * All buyers of the first seat, then all of the second, …: those who want the same seat leave next to each
 * other.
 */
function buyersOf(load: Load): Buyer[] {
  const numbers = shuffled(
    Array.from({ length: load.buyers }, (_, index) => index + 1),
    seededRandom(load.seed),
  );
  return numbers.map((number, index) => ({
    process: index + 1,
    customer: `customer-${number}`,
    seats: [load.seats[seatIndex(index, load)] ?? ''],
    key: randomUUID(),
    connection: new BuyerConnection(load.api),
    random: seededRandom(load.seed * 1_000_003 + index),
    patience: load.patience,
  }));
}

const seatIndex = (buyer: number, load: Load): number => {
  if (load.buyers < load.seats.length) return buyer;
  return Math.floor((buyer * load.seats.length) / load.buyers);
};
