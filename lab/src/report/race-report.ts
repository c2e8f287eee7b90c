import { writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { StrategyView } from '#contracts';
import type { RecordedRun } from '../experiment.js';
import type { OpenLaboratory } from '../laboratory.js';
import { Replica } from '../replica.js';
import { readMessages } from '../sale-messages.js';
import { cellHtml } from './html/cell-page.js';
import { perfetto } from './perfetto.js';
import { raceAgain, raceRecord } from './race-record.js';

/** Beside the result of the run: its page, and its trace. Gives where they are. */
export async function writeRaceReport(
  lab: OpenLaboratory,
  strategy: StrategyView,
  run: RecordedRun,
): Promise<string[]> {
  const traces = await Promise.all(
    lab.stack.replicas.map(async ({ name, url }) => ({
      replica: name,
      traces: await new Replica(url).traces(run.result.eventId),
    })),
  );
  const messages = await readMessages(lab.stack.postgres.url, run.result.eventId);
  const record = raceRecord(run, strategy, { traces, messages });
  const folder = dirname(run.folder.result);
  const [page, trace] = [join(folder, 'report.html'), join(folder, 'trace.json')];
  await writeFile(page, cellHtml(record, raceAgain(run.result)));
  await writeFile(trace, JSON.stringify(perfetto(record)));
  return [page, trace].map((file) => relative('.', file));
}
