import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { MeasuredRow } from './measurements/measurement.js';
import { parseJson } from './parse-json.js';
import type { Stack } from './stack.js';
import { UserError } from './user-error.js';

const BYTES_PER_GIB = 2 ** 30;

export const Results = z.object({
  measurement: z.string(),
  /** when the last step was over */
  date: z.iso.datetime(),
  commit: z.string().nullable(),
  /** false: it was interrupted, and goes on from here */
  complete: z.boolean(),
  machine: z.object({
    cpu: z.string(),
    cpus: z.int(),
    memoryGiB: z.number(),
    kernel: z.string(),
    node: z.string(),
    postgres: z.string(),
  }),
  parameters: z.record(z.string(), z.union([z.number(), z.string()])),
  rows: z.array(MeasuredRow.extend({ step: z.string() })),
});
export type Results = z.infer<typeof Results>;

export const resultsPath = (project: string, name: string): string =>
  join(project, 'lab', 'results', `${name}.json`);

/** null: there is no such file. */
export function readResults(path: string): Results | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  const parsed = Results.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new UserError(`${path} is no results file. Type: npm run measure -- NAME --fresh`);
}

/** Whole or not at all, and without an await: Ctrl-C leaves the file of the step before. */
export function writeResults(path: string, results: Results): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(results, null, 2)}\n`);
  renameSync(`${path}.new`, path);
}

export const machineOf = (stack: Pick<Stack, 'versions'>): Results['machine'] => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cpus: cpus().length,
  memoryGiB: Math.round(totalmem() / BYTES_PER_GIB),
  kernel: release(),
  node: process.versions.node,
  postgres: stack.versions['postgres'] ?? 'unknown',
});
