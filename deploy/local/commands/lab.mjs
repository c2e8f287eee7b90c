// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { identityOf } from '../process/identity.mjs';
import { stopProcess } from '../process/stop.mjs';
import { pinnedNode } from '../stack/node.mjs';
import { readProfile } from '../stack/profile.mjs';
import { forgetProcess, readState, recordProcess } from '../stack/state.mjs';
import { Mistake } from '../terminal/mistake.mjs';

/** The lab may finish the sentence it is at, and take back the faults it made. */
const STOP_WAIT_MS = 5_000;
const ENDED_BY_SIGNAL = 1;
const TASK = 'lab';
const BEGIN_A_LAB = 'Type: npm run down, then the same with LASTSEAT_PROFILE=lab before it.';

/** Those that only look, and the one that has a stack of its own. */
const HARMLESS = ['audit', 'judge', 'bench'];

/** @param {string[]} args */
const programOf = (args) =>
  args[0] === 'bench' ? { folder: 'bench', words: args.slice(1) } : { folder: 'lab', words: args };

/**
 * @param {import('../stack/layout.mjs').Layout} layout
 * @param {string[]} args
 */
function refuseInProduction(layout, args) {
  if (readProfile(layout).profile === 'lab' || HARMLESS.includes(args[0] ?? '') || args.includes('--help'))
    return;
  throw new Mistake('This stack runs in production, and the lab breaks what it looks at. ' + BEGIN_A_LAB);
}

/**
 * Runs the lab's program in this terminal.
 * @param {import('../stack/layout.mjs').Layout} layout
 * @param {string[]} args
 * @param {AbortSignal} signal
 * @returns {Promise<number>} its exit code
 */
export async function runLab(layout, args, signal) {
  signal.throwIfAborted();
  refuseInProduction(layout, args);
  const { folder, words } = programOf(args);
  const program = join(layout.project, 'dist', folder, 'src', 'cli.js');
  const command = [pinnedNode(layout.project).path, program, ...words];
  const env = { ...process.env, LASTSEAT_HOME: layout.home };
  const child = spawn(command[0] ?? '', command.slice(1), { stdio: 'inherit', env });
  const exited = once(child, 'exit');
  const identity = identityOf(child.pid ?? 0);
  const recorded = readState(layout) !== null;
  if (recorded) recordProcess(layout, { role: 'task', name: TASK, ...identity, command, log: '' });
  const stop = () => void stopProcess(identity, [{ signal: 'SIGINT', waitMs: STOP_WAIT_MS }]);
  signal.addEventListener('abort', stop, { once: true });
  try {
    const [code] = await exited;
    signal.throwIfAborted();
    return code ?? ENDED_BY_SIGNAL;
  } finally {
    signal.removeEventListener('abort', stop);
    if (recorded) forgetProcess(layout, TASK);
  }
}
