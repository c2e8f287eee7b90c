import { randomUUID } from 'node:crypto';
import type { HistoryRecorder } from '../history/recorder.js';
import { seededRandom } from '../seeded-random.js';
import { wait } from '../waiting.js';
import type { Buyer, Patience } from './buyer.js';
import { buy } from './buyer.js';
import { BuyerConnection } from './buyer-connection.js';
import type { Rehearsal } from './rehearsal.js';
import { rehearse } from './rehearsal.js';
import type { Demand } from './wishes.js';
import { wishesOf } from './wishes.js';

export interface Load {
  api: string;
  eventId: string;
  rehearsal: Rehearsal;
  /** labels, best first */
  seats: readonly string[];
  demand: Demand;
  patience: Patience;
}

/** One group of rivals after another: so often, and all of them within so long. */
const GATE_MS = { groupEvery: 8, inAll: 200 };

/**
 * Warms everything up, opens the gate, comes back when each buyer has settled or spent his budget. Rivals
 * leave in one tick, next to each other; the groups follow a few ms apart: in a single burst one replica that
 * the operating system lets wait for longer than the simulated work would lose every seat, and nobody would
 * collide.
 */
export async function sellAll(
  load: Load,
  recorder: HistoryRecorder,
  gateOpens: () => Promise<void>,
): Promise<void> {
  const groups = buyersOf(load);
  const buyers = groups.flat();
  const path = `/v1/events/${load.eventId}/claims`;
  try {
    await rehearse(buyers, load.rehearsal);
    await gateOpens();
    const everyMs = Math.min(GATE_MS.groupEvery, GATE_MS.inAll / groups.length);
    await Promise.all(
      groups.map(async (rivals, index) => {
        await wait(index * everyMs);
        await Promise.all(rivals.map((buyer) => buy(buyer, path, recorder)));
      }),
    );
  } finally {
    for (const buyer of buyers) buyer.connection.close();
  }
}

function buyersOf({ api, seats, demand, patience }: Load): Buyer[][] {
  let process = 0;
  return wishesOf(demand, seats).map((group) =>
    group.map((wish) => {
      process += 1;
      const random = seededRandom(demand.seed * 1_000_003 + process);
      const connection = new BuyerConnection(api);
      return { process, wish, key: randomUUID(), connection, random, patience };
    }),
  );
}
