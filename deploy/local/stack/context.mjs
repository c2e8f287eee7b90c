// @ts-check
import { bootId, identityOf } from '../process/identity.mjs';
import { HOST } from '../servers/server.mjs';
import { makeHome, makeLayout } from './layout.mjs';
import { readPorts } from './ports.mjs';
import { keepProfile } from './profile.mjs';
import { forgetProcess, readState, recordProcess, writeState } from './state.mjs';

/**
 * What every command works with.
 * @typedef {{ layout: import('./layout.mjs').Layout, progress: import('../terminal/progress.mjs').Progress,
 *   signal: AbortSignal }} Context
 * @typedef {import('./state.mjs').State} State
 * @typedef {import('../process/identity.mjs').Identity} Identity
 */

/**
 * @param {import('../terminal/progress.mjs').Progress} progress
 * @param {AbortSignal} signal
 * @returns {Context}
 */
export function makeContext(progress, signal) {
  makeHome(makeLayout());
  // again, now that the folders are there: whether PostgreSQL's user can reach them shows only then
  return { layout: makeLayout(), progress, signal };
}

/**
 * A state for the stack that this process is about to start: from here on every process is noted in it.
 * @param {Context} context
 * @returns {State}
 */
export function beginState({ layout }) {
  const ports = readPorts();
  keepProfile(layout);
  /** @type {State} */
  const state = {
    project: layout.project,
    boot: bootId(),
    owner: identityOf(process.pid),
    api: `http://${HOST}:${ports.api}`,
    ports,
    versions: {},
    processes: [],
  };
  writeState(layout, state);
  return state;
}

/**
 * Runs a short program and keeps it in the state for as long as it runs.
 * @param {Context} context
 * @param {string} name
 * @param {(note: (identity: Identity) => void) => Promise<void>} run
 */
export async function withTask({ layout }, name, run) {
  const hasState = readState(layout) !== null; // `npm test` installs and builds without a stack
  try {
    await run((identity) => {
      if (hasState) recordProcess(layout, { role: 'task', name, ...identity, command: [], log: '' });
    });
  } finally {
    forgetProcess(layout, name);
  }
}
