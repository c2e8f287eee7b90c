import type { RunParameters } from '../run-parameters.js';
import { openRun } from '../runs-folder.js';
import { HistoryFile } from './history-file.js';
import type { K6Sale } from './k6-output.js';
import type { InvokeLine, RunLine } from './lines.js';
import { HISTORY_FORMAT } from './lines.js';
import type { RecordedHistory } from './stored-history.js';

const US_PER_MS = 1_000;

/** Keeps a sale of k6's as the lab keeps its own runs. */
export async function keepK6Sale(
  sale: K6Sale,
  place: { home: string; commit: string | null },
): Promise<RecordedHistory> {
  const { run, startedAtUs, lines } = sale;
  const parameters = parametersOf(sale);
  const folder = await openRun(place.home, parameters);
  const header: RunLine = {
    ...{ kind: 'run', format: HISTORY_FORMAT, run: folder.id },
    startedAt: new Date(startedAtUs / US_PER_MS).toISOString(),
    ...{ eventId: run.eventId, policyVersion: run.policyVersion, commit: place.commit, parameters },
    k6: { script: run.script, sale: run.label, settings: run.settings },
  };
  const file = new HistoryFile(folder.history, header);
  for (const line of lines) file.append(line);
  file.close();
  return { header, lines };
}

/** What k6 was set to is in its settings; how many buyers that came to is in what they did. */
function parametersOf({ run, lines }: K6Sale): RunParameters {
  const { strategy, guard, workMs, isolation, lockScope, lockTtlMs, maxPerCustomer, limitRule } = run.policy;
  const asked = lines.filter((line): line is InvokeLine => line.kind === 'invoke');
  return {
    ...{ strategy, guard, workMs, isolation, lockScope, lockTtlMs, maxPerCustomer, limitRule },
    ...{ replicas: run.replicas, seats: run.capacity, quota: run.quota, seed: run.seed, fault: null },
    buyers: new Set(asked.map((line) => line.process)).size,
    customers: new Set(asked.map((line) => line.customer)).size,
    basket: asked.reduce((most, { quantity }) => Math.max(most, quantity), 0),
    any: asked.every(({ seats }) => seats.length === 0),
  };
}
