import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { SellOut, Sustained } from '../long/long-runs.js';
import { Run } from '../measure/run.js';
import { OpenRun } from '../open/open-run.js';

export const FORMAT = 'lastseat-bench/1';
const DIGITS = 6;

/** One strategy at one number of replicas, with the no-op of the same rounds: all that its figures are made of. */
export const BenchResults = z.object({
  format: z.literal(FORMAT),
  date: z.iso.datetime(),
  commit: z.string().nullable(),
  machine: z.object({
    cpu: z.string(),
    cpus: z.int(),
    memoryGiB: z.number(),
    kernel: z.string(),
    node: z.string(),
    postgres: z.string(),
  }),
  configuration: z.record(z.string(), z.union([z.string(), z.number()])),
  strategy: z.string(),
  replicas: z.int(),
  /** processors that everything was held to, the load as well */
  cores: z.int(),
  ceilings: z.object({
    fdatasyncUs: z.object({ p50: z.number(), p99: z.number() }),
    /** null: there was no pgbench */
    pgbench: z.array(z.object({ claims: z.int(), clients: z.int(), perSecond: z.number() })).nullable(),
  }),
  runs: z.array(Run),
  open: z.array(OpenRun),
  sellOut: SellOut.nullable(),
  sustained: Sustained.nullable(),
});
export type BenchResults = z.infer<typeof BenchResults>;

/** Whatever was not as it was told, in any of its runs. */
export const faultsIn = ({ runs, open, sellOut, sustained }: BenchResults): string[] =>
  [...runs, ...open, sellOut, sustained].flatMap((one) => one?.faults ?? []);

const folderIn = (project: string): string => join(project, 'bench', 'results');

/** Whole or not at all. */
export function writeResults(project: string, results: BenchResults): string {
  const folder = folderIn(project);
  const { strategy, replicas, cores, machine } = results;
  const held = cores < machine.cpus ? `-on-${cores}` : '';
  const path = join(folder, `${strategy}-at-${replicas}${held}.json`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${path}.new`, `${linesOf(results)}\n`);
  renameSync(`${path}.new`, path);
  return path;
}

export function readResults(project: string): BenchResults[] {
  const names = readdirSync(folderIn(project)).filter((name) => name.endsWith('.json'));
  return names
    .map((name) => BenchResults.parse(JSON.parse(readFileSync(join(folderIn(project), name), 'utf8'))))
    .toSorted((one, other) => one.strategy.localeCompare(other.strategy) || one.replicas - other.replicas);
}

/** A run a line: a change of one is a line of a diff. */
function linesOf({ runs, open, ...about }: BenchResults): string {
  const rows = (all: readonly object[]): string =>
    all.map((one) => `    ${JSON.stringify(one, short)}`).join(',\n');
  const head = JSON.stringify(about, short, 2).slice(0, -2);
  return `${head},\n  "runs": [\n${rows(runs)}\n  ],\n  "open": [\n${rows(open)}\n  ]\n}`;
}

const short = (_key: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(DIGITS)) : value;
