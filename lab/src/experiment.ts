import type { PolicyChange, StrategyView } from '#contracts';
import type { Api } from './api.js';
import { differences } from './checkers/counts-agree.js';
import type { InventoryCounts, LedgerRow } from './checkers/evidence.js';
import type { Patience } from './driver/buyer.js';
import { sellAll } from './driver/load.js';
import { REHEARSAL_SEATS_PER_BUYER } from './driver/rehearsal.js';
import type { RunParameters } from './history/lines.js';
import { HISTORY_FORMAT } from './history/lines.js';
import { operationsOf } from './history/operations.js';
import { HistoryRecorder } from './history/recorder.js';
import type { RunResult } from './result.js';
import { judge } from './result.js';
import { openRun, writeResult } from './runs-folder.js';
import type { SaleSource } from './sale-records.js';
import { seatingFor } from './seating.js';
import { waitUntil } from './waiting.js';

/** Time for inventory to catch up with the ledger; after it, a difference is a difference. */
const QUIESCENCE = { mostMs: 10_000, everyMs: 25 };

export interface Laboratory {
  home: string;
  api: Api;
  sales: SaleSource;
  commit: string | null;
  patience: Patience;
}

/**
 * One run, start to verdict: an event of its own, all buyers at once, wait until all is quiet, check what is
 * there.
 */
export async function runExperiment(
  lab: Laboratory,
  strategy: StrategyView,
  parameters: RunParameters,
): Promise<RunResult> {
  const { guard, workMs, buyers, seed, replicas } = parameters;
  const policy = { strategy: strategy.key, guard };
  const rehearsalSeats = buyers * REHEARSAL_SEATS_PER_BUYER;
  const rehearsal = await createEvent(lab.api, 'Rehearsal', rehearsalSeats, { ...policy, workMs: 0 });
  const sale = await createEvent(lab.api, `Race: ${strategy.key} on ${replicas}`, parameters.seats, {
    ...policy,
    workMs,
  });
  const { eventId, policyVersion, seats } = sale;
  const folder = await openRun(lab.home, parameters);
  const startedAt = new Date().toISOString();
  const recorder = new HistoryRecorder(folder.history, {
    kind: 'run',
    format: HISTORY_FORMAT,
    run: folder.id,
    startedAt,
    eventId,
    policyVersion,
    commit: lab.commit,
    parameters,
  });
  try {
    const { patience } = lab;
    await sellAll({ api: lab.api.url, eventId, seats, rehearsal, buyers, seed, patience }, recorder);
  } finally {
    recorder.close();
  }
  const records = await lab.sales.read(eventId);
  const result = judge(
    { run: folder.id, eventId, parameters, strategy },
    {
      claimed: { replicas, strategy: strategy.key, policyVersion },
      operations: operationsOf(recorder.lines),
      ...records,
      inventory: await quietCounts(lab.api, eventId, records.ledger),
    },
  );
  await writeResult(folder, result);
  return result;
}

async function createEvent(
  api: Api,
  name: string,
  size: number,
  policy: PolicyChange,
): Promise<{ eventId: string; policyVersion: number; seats: string[] }> {
  const { sections, labels: seats } = seatingFor(size);
  const { eventId, policyVersion } = await api.createEvent({ name, currency: 'EUR', sections, policy });
  return { eventId, policyVersion, seats };
}

async function quietCounts(
  api: Api,
  eventId: string,
  ledger: readonly LedgerRow[],
): Promise<InventoryCounts | null> {
  const agree = (counts: InventoryCounts | null): boolean =>
    counts !== null && differences(ledger, counts).length === 0;
  return await waitUntil<InventoryCounts | null>(() => api.counts(eventId), agree, QUIESCENCE);
}
