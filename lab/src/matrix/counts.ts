import type { InventoryCounts, LedgerRow } from '#checkers';
import { differences } from '#checkers';
import { Api } from '../api.js';
import type { Cluster } from '../cluster/cluster.js';
import { PostgresSale } from '../sale-records.js';
import { waitUntil } from '../waiting.js';
import type { Contender } from './contender.js';

/** A killed inventory has messages in its hands that NATS gives out again after 30 s. */
const RIGHT = { mostMs: 60_000, everyMs: 25 };

/** How long each contender's counts took, in ms from now. */
export async function untilCountsAreRight(
  cluster: Cluster,
  contenders: readonly Contender[],
): Promise<Map<Contender, number>> {
  const sales = new PostgresSale(cluster.postgresUrl);
  const began = performance.now();
  const right = new Map<Contender, number>();
  for (const contender of contenders) {
    await rightCounts(cluster, contender.eventId, (await sales.read(contender.eventId)).ledger);
    right.set(contender, performance.now() - began);
  }
  return right;
}

/** The counts when they agree with the ledger, or the last ones that there were. */
export const rightCounts = async (
  { api }: Cluster,
  eventId: string,
  ledger: readonly LedgerRow[],
): Promise<InventoryCounts | null> =>
  await waitUntil<InventoryCounts | null>(
    async () => await new Api(api).counts(eventId),
    (counts) => counts !== null && differences(ledger, counts).length === 0,
    RIGHT,
  );
