import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MatrixRun } from './cell.js';
import type { PlannedRun } from './plans.js';
import { strikesOf } from './plans.js';
import type { RunPlan } from './run-fault.js';

export const matrixFolder = (project: string): string => join(project, 'lab', 'results', 'matrix');

const fileOf = (folder: string, name: string): string => join(folder, `${name}.json`);

/** Whole or not at all, and without an await: Ctrl-C leaves the run before. */
export function writeRun(folder: string, name: string, run: MatrixRun): void {
  mkdirSync(folder, { recursive: true });
  const file = fileOf(folder, name);
  writeFileSync(`${file}.new`, `${JSON.stringify(run, null, 1)}\n`);
  renameSync(`${file}.new`, file);
}

/** null: it has not been run. */
export function readRun(folder: string, name: string): MatrixRun | null {
  const file = fileOf(folder, name);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as MatrixRun) : null;
}

/** The same code, seed and number of strikes: it need not be run again. */
export const isDone = (
  run: MatrixRun | null,
  plan: Pick<RunPlan, 'seed' | 'strikes'>,
  planned: PlannedRun,
  commit: string | null,
): boolean =>
  run !== null &&
  commit !== null &&
  run.commit === commit &&
  run.seed === plan.seed &&
  run.strikes === strikesOf(planned, plan.strikes).fault &&
  run.replicas === planned.replicas &&
  run.skipped === null;
