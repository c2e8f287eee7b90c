// @ts-check
import { isAlive } from '../process/identity.mjs';
import { bringUp } from '../stack/bring-up.mjs';
import { beginState, makeContext } from '../stack/context.mjs';
import { alreadyRunning, runningStack } from '../stack/leftovers.mjs';
import { withLock } from '../stack/lock.mjs';
import { replicaNumber, replicaNumbers } from '../stack/service.mjs';
import { readState, withRole, writeState } from '../stack/state.mjs';
import { stopRecord, takeDown } from '../stack/take-down.mjs';
import { USUAL_REPLICAS, readArguments, readReplicas } from '../terminal/arguments.mjs';

export const UP_HELP = `npm run up [-- --replicas N]
  Starts the stack in the background; when some of it has died, starts what is missing, with the same data.
  --replicas N  so many replicas instead of ${USUAL_REPLICAS}`;

const COMMAND = 'npm run up';

/**
 * @typedef {import('../stack/context.mjs').Context} Context
 * @typedef {import('../stack/state.mjs').State} State
 */

/**
 * @param {Context} context
 * @param {number[]} replicas
 */
async function startAnew(context, replicas) {
  const { layout, progress } = context;
  try {
    await bringUp(context, beginState(context), replicas);
    const state = readState(layout);
    if (state) writeState(layout, { ...state, owner: null });
  } catch (error) {
    await takeDown(layout);
    throw error;
  }
  progress.line(
    `  lastseat is up: ${readState(layout)?.api}   (npm run status, npm run scale -- 6, npm run down)`,
  );
}

/**
 * @param {Context} context
 * @param {State} state
 */
async function mend(context, state) {
  const dead = state.processes.filter((record) => record.role !== 'task' && !isAlive(record));
  if (dead.length === 0) throw alreadyRunning(state);
  context.progress.line(
    `  Not running any more: ${dead.map(({ name }) => name).join(', ')}. Starting what is missing.`,
  );
  writeState(context.layout, state);
  // the children of a killed server may have outlived it, with its port in their hands
  await Promise.all(dead.map(stopRecord));
  await bringUp(
    context,
    state,
    withRole(state, 'booking').map(({ name }) => replicaNumber(name)),
  );
  context.progress.line(`  Complete again: ${state.api}`);
}

/**
 * @param {string[]} args
 * @param {import('../terminal/progress.mjs').Progress} progress
 * @param {AbortSignal} signal
 */
export async function up(args, progress, signal) {
  const options = { replicas: { type: /** @type {const} */ ('string') } };
  const given = readArguments(args, { options, help: UP_HELP });
  if (given === null) return 0;
  const wanted = String(given.values['replicas'] ?? USUAL_REPLICAS);
  const replicas = replicaNumbers(readReplicas(wanted, 'npm run up -- --replicas 4'));
  const context = makeContext(progress, signal);
  await withLock(context.layout.lockFile, { command: COMMAND }, async () => {
    const running = await runningStack(context);
    await (running ? mend(context, running) : startAnew(context, replicas));
  });
  return 0;
}
