import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { InventoryCounts } from '#checkers';
import { differences } from '#checkers';
import { Api } from '../api.js';
import type { Cluster } from '../cluster/cluster.js';
import { withCluster } from '../cluster/with-cluster.js';
import { BuyerConnection } from '../driver/buyer-connection.js';
import { classify } from '../driver/classify.js';
import { PostgresSale, connect } from '../sale-records.js';
import { seatingFor } from '../seating.js';
import { wait, waitUntil } from '../waiting.js';
import { measurement } from './measurement.js';

const REPLICAS = 3;
/** A hall of all of them would be one statement of a second. */
const HALLS = 10;
const SEATS = 10_000;
const ROWS = HALLS * SEATS;
const BASKET = 10;
const BUYERS = 64;
const STRATEGY = 'batched';
const AGAIN_AFTER_MS = 20;
/** What the design asks for, from when everything is ready again. */
const S_MOST = 15;
const SENT = { mostMs: 60_000, everyMs: 100 };
const APPLIED = { mostMs: 120_000, everyMs: 50 };

const Round = z.object({
  /** rows that the stream had, and inventory had not applied, when it was wiped */
  wiped: z.int(),
  /** until the counts were those of the ledger, from when NATS answered, and from when all services did */
  fromNatsS: z.number(),
  fromReadyS: z.number(),
  /** ledger rows that inventory never applied; and what it counts otherwise than the ledger */
  lost: z.int(),
  miscounted: z.int(),
});
type Round = z.infer<typeof Round>;

export const backlog = measurement({
  title: 'NATS wiped with a backlog',
  tells:
    'Inventory is away while ten halls are sold out, whose ledger rows are in the stream; then NATS and all replicas ' +
    'are killed, and NATS starts with an empty disk. How long until the counts are those of the ledger again.',
  usual: { rounds: 3, sales: 0 },
  parameters: { replicas: REPLICAS, seats: ROWS, basket: BASKET, strategy: STRATEGY, secondsMost: S_MOST },
  row: z.object({ asExpected: z.boolean(), rounds: z.array(Round) }),
  steps: (_, { rounds }) => [
    {
      name: 'backlog',
      replicas: REPLICAS,
      async measure(lab, doing) {
        const own = { replicas: REPLICAS, home: join(lab.home, 'measured'), command: 'npm run measure' };
        return await withCluster(own, async (cluster) => {
          const all: Round[] = [];
          for (let round = 1; round <= rounds; round += 1)
            all.push(await wipeOnce(cluster, (what) => doing(`${round} of ${rounds}: ${what}`)));
          return { asExpected: all.every(isGood), rounds: all };
        });
      },
    },
  ],
  tables: (rows) => [
    {
      title: null,
      head: ['rows lost with the stream', 'from NATS ready', 'from all ready', 'never applied', 'miscounted'],
      rows: rows.flatMap(({ rounds }) =>
        rounds.map(({ wiped, fromNatsS, fromReadyS, lost, miscounted }) => [
          ...[String(wiped), `${fromNatsS} s`, `${fromReadyS} s`, String(lost), String(miscounted)],
        ]),
      ),
    },
  ],
});

const isGood = ({ wiped, fromReadyS, lost, miscounted }: Round): boolean =>
  wiped >= ROWS && fromReadyS <= S_MOST && lost === 0 && miscounted === 0;

async function wipeOnce(cluster: Cluster, doing: (what: string) => void): Promise<Round> {
  const { nats, inventory, replicas } = cluster;
  const { sections, labels } = seatingFor(SEATS);
  const policy = { strategy: STRATEGY, guard: true, workMs: 0 };
  const api = new Api(cluster.api);
  const eventIds: string[] = [];
  for (let hall = 1; hall <= HALLS; hall += 1)
    eventIds.push((await api.createEvent({ name: 'Backlog', currency: 'EUR', sections, policy })).eventId);
  await inventory.kill();
  doing('selling');
  for (const eventId of eventIds) await sellAll(cluster, eventId, labels);
  doing('waiting until all of it is in the stream');
  const wiped = await sentRows(cluster, eventIds);
  await Promise.all([nats, ...replicas.map(({ process }) => process)].map((one) => one.kill()));
  await nats.start({ wipe: true });
  const natsReady = performance.now();
  doing('starting again');
  await Promise.all([inventory, ...replicas.map(({ process }) => process)].map((one) => one.start()));
  const allReady = performance.now();
  doing('waiting until the counts are right');
  for (const eventId of eventIds) await soldOut(cluster, eventId);
  const right = performance.now();
  return {
    ...{ wiped, fromNatsS: secondsOf(right - natsReady), fromReadyS: secondsOf(right - allReady) },
    lost: await counted(cluster, NEVER_APPLIED, eventIds),
    miscounted: await differencesIn(cluster, eventIds),
  };
}

const secondsOf = (ms: number): number => Math.round(ms / 100) / 10;

async function sellAll({ api }: Cluster, eventId: string, labels: readonly string[]): Promise<void> {
  const baskets = Array.from({ length: labels.length / BASKET }, (_, index) =>
    labels.slice(index * BASKET, (index + 1) * BASKET),
  ).values();
  const path = `/v1/events/${eventId}/claims`;
  await Promise.all(
    Array.from({ length: BUYERS }, async () => {
      const connection = new BuyerConnection(api);
      for (const seats of baskets) {
        const key = randomUUID();
        const body = JSON.stringify({ customerId: `customer-${key}`, seats });
        const ask = async () => classify(await connection.post(path, { 'idempotency-key': key }, body)).kind;
        while ((await ask()) !== 'ok') await wait(AGAIN_AFTER_MS);
      }
      connection.close();
    }),
  );
}

/** Those that the stream has and inventory has not, once the stream has all. */
async function sentRows(cluster: Cluster, eventIds: readonly string[]): Promise<number> {
  const unsent = async (): Promise<number> => await counted(cluster, UNSENT, eventIds);
  const left = await waitUntil(unsent, (count) => count === 0, SENT);
  return (await counted(cluster, NEVER_APPLIED, eventIds)) - left;
}

async function soldOut({ api }: Cluster, eventId: string): Promise<void> {
  const counts = async (): Promise<InventoryCounts | null> => await new Api(api).counts(eventId);
  await waitUntil(counts, (now) => now !== null && now.available === 0 && now.booked === SEATS, APPLIED);
}

/** Sections, or numbers of one, that are not what the ledger says. */
async function differencesIn({ api, postgresUrl }: Cluster, eventIds: readonly string[]): Promise<number> {
  let count = 0;
  for (const eventId of eventIds) {
    const { ledger } = await new PostgresSale(postgresUrl).read(eventId);
    const counts = await new Api(api).counts(eventId);
    count += counts === null ? 1 : differences(ledger, counts).length;
  }
  return count;
}

const UNSENT = `SELECT count(*)::integer AS rows FROM booking.ledger WHERE event_id = ANY($1) AND sent_seq IS NULL`;
const NEVER_APPLIED = `
  SELECT count(*)::integer AS rows FROM booking.ledger AS row
  WHERE event_id = ANY($1) AND NOT EXISTS (SELECT FROM inventory.applied WHERE ledger_id = row.ledger_id)`;

async function counted(
  { postgresUrl }: Cluster,
  statement: string,
  eventIds: readonly string[],
): Promise<number> {
  const client = await connect(postgresUrl);
  try {
    return (await client.query<{ rows: number }>(statement, [eventIds])).rows[0]?.rows ?? 0;
  } finally {
    await client.end();
  }
}
