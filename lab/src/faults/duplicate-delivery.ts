import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { BOOKINGS_STREAM } from '#contracts';
import type { Fault } from './fault.js';
import { AT_WORK } from './fault.js';

const CONNECT_MS = 3_000;
/** The newest ones; a stream of the matrix has some hundred. */
const COPIES_MOST = 1_000;

/** Messages of the stream once more, without the id by which NATS would know them again. How many. */
async function publishAgain(url: string): Promise<number> {
  const connection = await connect({ servers: url, timeout: CONNECT_MS, reconnect: false });
  try {
    const { streams } = await jetstreamManager(connection);
    const { first_seq: first, last_seq: last } = (await streams.info(BOOKINGS_STREAM)).state;
    const client = jetstream(connection);
    let copies = 0;
    for (let seq = Math.max(first, last - COPIES_MOST + 1); seq <= last; seq += 1) {
      const message = await streams.getMessage(BOOKINGS_STREAM, { seq });
      if (message === null) continue;
      await client.publish(message.subject, message.data);
      copies += 1;
    }
    return copies;
  } finally {
    await connection.close();
  }
}

export const duplicateDelivery: Fault = {
  ...AT_WORK,
  does: 'every message about the sales so far is delivered twice and more, long after the first time',
  holdMs: 0,
  async inject({ cluster }) {
    const copies = await publishAgain(cluster.natsUrl);
    return {
      happened: async () => copies > 0,
      heal: async () => {
        await publishAgain(cluster.natsUrl);
      },
    };
  },
};
