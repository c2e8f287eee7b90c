// @ts-check
import { isAlive } from '../process/identity.mjs';
import { Mistake } from '../terminal/mistake.mjs';
import { readState, refreshed } from './state.mjs';
import { takeDown } from './take-down.mjs';

/**
 * @typedef {import('./context.mjs').Context} Context
 * @typedef {import('./state.mjs').State} State
 */

/** @param {State} state */
const isForeground = ({ owner }) => owner !== null && isAlive(owner);

/**
 * The stack that runs here, if one does. What a killed launcher left behind is no stack: it is cleared away.
 * @param {Context} context
 * @returns {Promise<State | null>}
 */
export async function runningStack({ layout, progress }) {
  const recorded = readState(layout);
  if (recorded === null) return null;
  const state = refreshed(recorded);
  const abandoned = state.owner !== null && !isAlive(state.owner);
  const alive = state.processes.filter((record) => isAlive(record));
  if (!abandoned && (alive.length > 0 || isForeground(state))) return state;
  const stopped = await takeDown(layout);
  if (stopped > 0) progress.line(`  Cleared what a killed start had left behind (${stopped} running).`);
  return null;
}

/** @param {State} state */
export function alreadyRunning(state) {
  const stop = isForeground(state)
    ? `Ctrl-C where it was started (pid ${state.owner?.pid}), or npm run down`
    : 'npm run down';
  return new Mistake(
    `lastseat already runs here: ${state.api} (stop it: ${stop}; look at it: npm run status).`,
  );
}
