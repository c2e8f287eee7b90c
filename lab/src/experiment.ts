import type { PolicyChange, Section, StrategyView } from '#contracts';
import type { Api } from './api.js';
import type { Evidence, InventoryCounts, LedgerRow } from '#checkers';
import { differences } from '#checkers';
import type { Patience } from './driver/buyer.js';
import { sellAll } from './driver/load.js';
import type { Rehearsal } from './driver/rehearsal.js';
import { REHEARSAL_SEATS_PER_BUYER } from './driver/rehearsal.js';
import { underFault } from './faults.js';
import { HISTORY_FORMAT } from './history/lines.js';
import { operationsOf } from './history/operations.js';
import { HistoryRecorder } from './history/recorder.js';
import type { Replica } from './replica.js';
import type { RunResult } from './result.js';
import { judge } from './result.js';
import type { RunParameters } from './run-parameters.js';
import { policyOf } from './run-parameters.js';
import type { RunFolder } from './runs-folder.js';
import { openRun, writeResult } from './runs-folder.js';
import type { SaleSource } from './sale-records.js';
import { quotaOf, seatingFor } from './seating.js';
import { waitUntil } from './waiting.js';

/** Time for inventory to catch up with the ledger; after it, a difference is a difference. */
const QUIESCENCE = { mostMs: 10_000, everyMs: 25 };

export interface Laboratory {
  home: string;
  api: Api;
  replicas: readonly Replica[];
  sales: SaleSource;
  commit: string | null;
  patience: Patience;
}

/** An event that is open, and who fills it: comes back when every buyer has settled or spent his budget. */
interface Sale {
  eventId: string;
  seats: readonly string[];
}
export type Drive = (sale: Sale, recorder: HistoryRecorder) => Promise<void>;

export interface RecordedRun {
  result: RunResult;
  evidence: Evidence;
  /** µs since 1970 at which the history's clock was 0 */
  epochUs: number;
  folder: RunFolder;
}

/** One run, start to verdict, as most are: all buyers warmed up, then at once. */
export async function runExperiment(
  lab: Laboratory,
  strategy: StrategyView,
  parameters: RunParameters,
): Promise<RunResult> {
  return (await recordRun(lab, strategy, parameters, atTheGate(lab, parameters))).result;
}

/** The usual drive; `gateOpens` is called between the rehearsal and the race. */
export const atTheGate =
  (lab: Laboratory, parameters: RunParameters, gateOpens: () => Promise<void> = async () => {}): Drive =>
  async ({ eventId, seats }, recorder) => {
    const rehearsal = await rehearsalFor(lab, parameters);
    const { patience } = lab;
    const load = { api: lab.api.url, eventId, seats, rehearsal, demand: parameters, patience };
    await sellAll(load, recorder, gateOpens);
  };

/** Somewhere to warm up before the run: the same policy, without its work and its limit. */
export async function rehearsalFor(lab: Laboratory, parameters: RunParameters): Promise<Rehearsal> {
  const hall = seatingFor(parameters.buyers * REHEARSAL_SEATS_PER_BUYER);
  const policy = { ...policyOf(parameters), workMs: 0, maxPerCustomer: null };
  return await createEvent(lab.api, 'Rehearsal', hall, policy);
}

/** An event of its own, driven, under a fault if there is one; then wait until all is quiet, check what is there. */
export async function recordRun(
  lab: Laboratory,
  strategy: StrategyView,
  parameters: RunParameters,
  drive: Drive,
): Promise<RecordedRun> {
  const { replicas, lockTtlMs, maxPerCustomer } = parameters;
  const hall = parameters.quota ? quotaOf(parameters.seats) : seatingFor(parameters.seats);
  const name = `Race: ${strategy.key} on ${replicas}`;
  const { eventId, policyVersion, seats } = await createEvent(lab.api, name, hall, policyOf(parameters));
  const folder = await openRun(lab.home, parameters);
  const recorder = new HistoryRecorder(folder.history, {
    ...{ kind: 'run', format: HISTORY_FORMAT, run: folder.id, startedAt: new Date().toISOString() },
    ...{ eventId, policyVersion, commit: lab.commit, parameters },
  });
  const site = { eventId, lockTtlMs, replicas: lab.replicas };
  const sale = (): Promise<void> => drive({ eventId, seats }, recorder);
  const fault = await underFault(parameters.fault, site, sale).finally(() => recorder.close());
  const records = await lab.sales.read(eventId);
  const evidence = {
    claimed: { replicas, strategy: strategy.key, policyVersion },
    maxPerCustomer,
    fault,
    operations: operationsOf(recorder.lines),
    ...records,
    inventory: await quietCounts(lab.api, eventId, records.ledger),
  };
  const result = judge({ run: folder.id, eventId, parameters, strategy }, evidence);
  await writeResult(folder, result);
  return { result, evidence, epochUs: recorder.epochUs, folder };
}

async function createEvent(
  api: Api,
  name: string,
  { sections, labels: seats }: { sections: Section[]; labels: string[] },
  policy: PolicyChange,
): Promise<{ eventId: string; policyVersion: number; seats: string[] }> {
  const { eventId, policyVersion } = await api.createEvent({ name, currency: 'EUR', sections, policy });
  return { eventId, policyVersion, seats };
}

/** Inventory's, once it has caught up or had its time; null: it does not answer. */
export async function quietCounts(
  api: Api,
  eventId: string,
  ledger: readonly LedgerRow[],
): Promise<InventoryCounts | null> {
  const agree = (counts: InventoryCounts | null): boolean =>
    counts !== null && differences(ledger, counts).length === 0;
  return await waitUntil<InventoryCounts | null>(() => api.counts(eventId), agree, QUIESCENCE);
}
