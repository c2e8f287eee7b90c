// @ts-check
import { existsSync } from 'node:fs';
import { isAlive } from '../process/identity.mjs';
import { stopProcess } from '../process/stop.mjs';
import { makeLayout } from '../stack/layout.mjs';
import { withLock } from '../stack/lock.mjs';
import { readState } from '../stack/state.mjs';
import { takeDown, wipe } from '../stack/take-down.mjs';
import { readArguments } from '../terminal/arguments.mjs';

export const DOWN_HELP = `npm run down [-- --wipe]
  Stops all that runs here, a foreground "npm start" too.
  --wipe  deletes its data as well`;

/** A launcher that is told to end stops its whole stack first. */
const LAUNCHER_WAIT_MS = 45_000;
const OTHERS_WAIT_MS = 10_000;

/** @param {import('../stack/layout.mjs').Layout} layout */
async function stopLauncher(layout) {
  const owner = readState(layout)?.owner;
  if (!owner || !isAlive(owner)) return false;
  await stopProcess(owner, [{ signal: 'SIGTERM', waitMs: LAUNCHER_WAIT_MS }]);
  return true;
}

/**
 * @param {string[]} args
 * @param {import('../terminal/progress.mjs').Progress} progress
 */
export async function down(args, progress) {
  const given = readArguments(args, { options: { wipe: { type: 'boolean' } }, help: DOWN_HELP });
  if (given === null) return 0;
  const layout = makeLayout();
  if (!existsSync(layout.home)) {
    progress.line('  Nothing runs here, and there is no data.');
    return 0;
  }
  const launcher = await stopLauncher(layout);
  await withLock(layout.lockFile, { command: 'npm run down', waitMs: OTHERS_WAIT_MS }, async () => {
    const stopped = await takeDown(layout);
    const nothing = stopped === 0 && !launcher;
    progress.line(nothing ? '  Nothing runs here.' : '  Stopped.');
    if (!given.values['wipe']) return;
    for (const path of wipe(layout)) progress.line(`  Deleted: ${path}`);
  });
  return 0;
}
