import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RunParameters } from './run-parameters.js';

const RUNS_KEPT_MOST = 1_000;

export interface RunFolder {
  id: string;
  history: string;
  result: string;
}

/** A folder per run, named so that names sort by time; the oldest go when there are too many. */
export async function openRun(home: string, parameters: RunParameters): Promise<RunFolder> {
  const runs = join(home, 'runs');
  await mkdir(runs, { recursive: true });
  const names = (await readdir(runs)).toSorted();
  for (const name of names.slice(0, Math.max(0, names.length - RUNS_KEPT_MOST + 1))) {
    await rm(join(runs, name), { recursive: true, force: true });
  }
  const time = new Date().toISOString().replaceAll(/[-:.]/g, '');
  const id = `${time}-${parameters.strategy}-${parameters.replicas}`;
  await mkdir(join(runs, id), { recursive: true });
  return folderOf(home, id);
}

export function folderOf(home: string, id: string): RunFolder {
  const folder = join(home, 'runs', id);
  return { id, history: join(folder, 'history.jsonl'), result: join(folder, 'result.json') };
}

/** For runs of which nobody will ask: thousands of sales that were as expected. */
export const forgetRun = async ({ history }: RunFolder): Promise<void> =>
  await rm(dirname(history), { recursive: true, force: true });

export const writeResult = async (folder: RunFolder, result: object): Promise<void> =>
  await writeFile(folder.result, `${JSON.stringify(result, null, 2)}\n`);

export const historyOf = (home: string, run: string): string => join(home, 'runs', run, 'history.jsonl');
