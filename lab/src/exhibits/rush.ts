import { randomUUID } from 'node:crypto';
import type { Buyer, Patience } from '../driver/buyer.js';
import { buy } from '../driver/buyer.js';
import { BuyerConnection } from '../driver/buyer-connection.js';
import { rehearse } from '../driver/rehearsal.js';
import type { Drive, Laboratory } from '../experiment.js';
import { rehearsalFor } from '../experiment.js';
import type { RunParameters } from '../run-parameters.js';
import { seededRandom } from '../seeded-random.js';

/** Who asks whom for what: the proxy, or one replica and no other. */
export interface Request {
  url: string;
  seats: readonly string[];
  /** usually the lab's */
  patience?: Patience;
}

export const claimsOf = (eventId: string): string => `/v1/events/${eventId}/claims`;

/** One customer and one connection for each request. */
export const buyersFor = (requests: readonly Request[], { seed }: RunParameters, usual: Patience): Buyer[] =>
  requests.map(({ url, seats, patience = usual }, index) => ({
    process: index + 1,
    wish: { customer: `customer-${index + 1}`, seats, quantity: seats.length },
    key: randomUUID(),
    connection: new BuyerConnection(url),
    random: seededRandom(seed * 1_000_003 + index),
    patience,
  }));

/** Warm buyers, who do what is to be done, and whose connections are closed whatever comes of it. */
export async function withBuyers(
  lab: Laboratory,
  parameters: RunParameters,
  requests: readonly Request[],
  work: (buyers: readonly Buyer[]) => Promise<unknown>,
): Promise<void> {
  const buyers = buyersFor(requests, parameters, lab.patience);
  try {
    await rehearse(buyers, await rehearsalFor(lab, parameters));
    await work(buyers);
  } finally {
    for (const buyer of buyers) buyer.connection.close();
  }
}

/** One wave after another; the requests of a wave leave in one tick, and the next one waits for the last answer. */
export const inWaves =
  (
    lab: Laboratory,
    parameters: RunParameters,
    wavesOf: (seats: readonly string[]) => readonly (readonly Request[])[],
  ): Drive =>
  async ({ eventId, seats }, recorder) => {
    const waves = wavesOf(seats);
    await withBuyers(lab, parameters, waves.flat(), async (buyers) => {
      let sent = 0;
      for (const { length } of waves) {
        const wave = buyers.slice(sent, (sent += length));
        await Promise.all(wave.map((buyer) => buy(buyer, claimsOf(eventId), recorder)));
      }
    });
  };
