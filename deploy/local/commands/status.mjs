// @ts-check
import { isAlive, memoryKilobytesOf } from '../process/identity.mjs';
import { makeLayout } from '../stack/layout.mjs';
import { describe, readState, refreshed } from '../stack/state.mjs';
import { readArguments } from '../terminal/arguments.mjs';
import { Mistake } from '../terminal/mistake.mjs';

export const STATUS_HELP = `npm run status [-- --json]
  What runs where.
  --json  one JSON object, for scripts`;

const KILOBYTES_PER_MEGABYTE = 1024;
const HEADINGS = ['what', 'pid', 'port', 'memory', 'state'];
const GAP = '  ';

/** @param {import('../stack/state.mjs').ProcessRecord} record */
function rowOf(record) {
  const alive = isAlive(record);
  const memory = alive ? `${Math.round(memoryKilobytesOf(record.pid) / KILOBYTES_PER_MEGABYTE)} MB` : '-';
  return [record.name, String(record.pid), String(record.port ?? '-'), memory, alive ? 'runs' : 'dead'];
}

/**
 * @param {string[][]} rows
 * @returns {string[]}
 */
function align(rows) {
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
}

/**
 * @param {string[]} args
 * @param {import('../terminal/progress.mjs').Progress} progress
 */
export async function status(args, progress) {
  const given = readArguments(args, { options: { json: { type: 'boolean' } }, help: STATUS_HELP });
  if (given === null) return 0;
  const recorded = readState(makeLayout());
  const state = recorded && refreshed(recorded);
  if (!state || !state.processes.some((record) => isAlive(record))) {
    throw new Mistake('Nothing runs here. Type: npm run up');
  }
  if (given.values['json']) {
    process.stdout.write(`${JSON.stringify(describe(state))}\n`);
    return 0;
  }
  const shown = state.processes.filter(({ role }) => role !== 'task');
  const rows = shown.toSorted((a, b) => (a.port ?? 0) - (b.port ?? 0)).map(rowOf);
  for (const line of align([HEADINGS, ...rows])) process.stdout.write(`  ${line}\n`);
  if (shown.some((record) => !isAlive(record)))
    progress.line('\n  Some of it has died. To start that again: npm run up');
  return 0;
}
