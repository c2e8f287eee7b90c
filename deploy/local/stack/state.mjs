// @ts-check
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { allPids, bootId, commandLineOf, factsOf, identityOf, isAlive } from '../process/identity.mjs';

/**
 * @typedef {import('../process/identity.mjs').Identity} Identity
 * @typedef {'postgres' | 'redis' | 'nats' | 'nginx' | 'inventory' | 'payments' | 'booking' | 'links' | 'task'} Role
 * @typedef {Identity & { role: Role, name: string, command: string[], log: string,
 *   url?: string, port?: number, data?: string }} ProcessRecord
 * @typedef {Record<string, string>} Versions
 * @typedef {{ project: string, boot: string, owner: Identity | null, api: string,
 *   ports: import('./ports.mjs').Ports, alsoListens?: string[], migratedBy?: string,
 *   versions: Versions, processes: ProcessRecord[] }} State
 *   `alsoListens` are nginx's addresses besides that of the API; `migratedBy` is the build that migrated last;
 *   `owner` is the launcher to which the stack belongs; null: it runs in the background, until `npm run down`
 */

/** @typedef {import('./layout.mjs').Layout} Layout */

/**
 * @param {Layout} layout
 * @returns {State | null}
 */
export function readState({ stateFile }) {
  if (!existsSync(stateFile)) return null;
  /** @type {State} */
  const state = JSON.parse(readFileSync(stateFile, 'utf8'));
  return state.boot === bootId() ? state : null;
}

/**
 * @param {Layout} layout
 * @param {State} state
 */
export function writeState({ stateFile }, state) {
  // scripts read the same file as we do: the description is made anew each time, a state that was read
  // brings an old one
  const text = JSON.stringify({ ...state, ...describe(state) }, null, 2);
  writeFileSync(`${stateFile}.new`, `${text}\n`, { mode: 0o600 });
  renameSync(`${stateFile}.new`, stateFile);
}

/** @param {Layout} layout */
export function removeState({ stateFile }) {
  rmSync(stateFile, { force: true });
}

/**
 * Notes a process as soon as it exists: after a kill -9 of ours, the next start finds it.
 * @param {Layout} layout
 * @param {ProcessRecord} record
 */
export function recordProcess(layout, record) {
  const state = readState(layout);
  if (!state) throw new Error('a process was started before there was a state to note it in');
  const others = state.processes.filter(({ name }) => name !== record.name);
  writeState(layout, { ...state, processes: [...others, record] });
}

/**
 * @param {Layout} layout
 * @param {string} name
 */
export function forgetProcess(layout, name) {
  const state = readState(layout);
  if (!state) return;
  writeState(layout, { ...state, processes: state.processes.filter((record) => record.name !== name) });
}

/**
 * A script may have killed a server and started it again by its command: the same command line is the same
 * server.
 * @param {string[]} command
 * @returns {Identity | null}
 */
function runningAs(command) {
  const found = allPids().filter((pid) => {
    const words = commandLineOf(pid);
    // nginx puts its title before its command line, and both into one word
    if (words.length === 1) return words[0] === `nginx: master process ${command.join(' ')}`;
    return (
      words.length > 1 &&
      command.slice(-words.length).join('\0') === words.join('\0') &&
      factsOf(pid) !== null
    );
  });
  const oldest = found.toSorted((a, b) => a - b)[0];
  return oldest === undefined ? null : identityOf(oldest);
}

/**
 * The state with the servers that scripts restarted found again.
 * @param {State} state
 * @returns {State}
 */
export function refreshed(state) {
  const processes = state.processes.map((record) => {
    if (record.role === 'task' || isAlive(record)) return record;
    return { ...record, ...runningAs(record.command) };
  });
  return { ...state, processes };
}

/**
 * @param {State} state
 * @param {Role} role
 */
export const withRole = ({ processes }, role) => processes.filter((record) => record.role === role);

/**
 * What runs where, for scripts.
 * @param {State} state
 */
export function describe(state) {
  const show = (/** @type {Role} */ role) =>
    withRole(state, role)
      .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
      .map(({ startTime, name, pid, url, data, command }) => {
        const alive = isAlive({ pid, startTime });
        return { name, pid, alive, url, data, command };
      });
  return {
    api: state.api,
    replicas: show('booking'),
    inventory: show('inventory')[0] ?? null,
    payments: show('payments')[0] ?? null,
    postgres: show('postgres')[0] ?? null,
    redis: show('redis'),
    nats: show('nats')[0] ?? null,
    nginx: show('nginx')[0] ?? null,
  };
}
