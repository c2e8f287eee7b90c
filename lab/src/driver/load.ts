import { randomUUID } from 'node:crypto';
import { groupBy } from '../group-by.js';
import type { HistoryRecorder } from '../history/recorder.js';
import { seededRandom, shuffled } from '../seeded-random.js';
import { wait } from '../waiting.js';
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

/** One seat's buyers after another's: so often, and all of them within so long. */
const GATE_MS = { seatEvery: 8, inAll: 200 };

/**
 * Warms everything up, opens the gate, comes back when each buyer has settled or spent his budget. The buyers
 * of one seat leave in one tick, next to each other. The seats follow a few ms apart: in a single burst one
 * replica that the operating system lets wait for longer than the simulated work would lose every seat, and
 * nobody would collide.
 */
export async function sellAll(load: Load, recorder: HistoryRecorder): Promise<void> {
  const buyers = buyersOf(load);
  const path = `/v1/events/${load.eventId}/claims`;
  try {
    await rehearse(buyers, load.rehearsal);
    const seats = [...groupBy(buyers, (buyer) => buyer.seats[0]).values()];
    const everyMs = Math.min(GATE_MS.seatEvery, GATE_MS.inAll / seats.length);
    await Promise.all(
      seats.map(async (rivals, index) => {
        await wait(index * everyMs);
        await Promise.all(rivals.map((buyer) => buy(buyer, path, recorder)));
      }),
    );
  } finally {
    for (const buyer of buyers) buyer.connection.close();
  }
}

/** The seed decides which customer wants which seat; each seat is wanted by as many, give or take one. */
function buyersOf(load: Load): Buyer[] {
  const numbers = shuffled(
    Array.from({ length: load.buyers }, (_, index) => index + 1),
    seededRandom(load.seed),
  );
  return numbers.map((number, index) => ({
    process: index + 1,
    customer: `customer-${number}`,
    seats: [load.seats[index % load.seats.length] ?? ''],
    key: randomUUID(),
    connection: new BuyerConnection(load.api),
    random: seededRandom(load.seed * 1_000_003 + index),
    patience: load.patience,
  }));
}
