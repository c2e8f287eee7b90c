// @ts-check
import { join } from 'node:path';
import { builtFrom } from '../install/build.mjs';
import { isAlive } from '../process/identity.mjs';
import { runTask } from '../process/task.mjs';
import { together } from '../process/together.mjs';
import { buyAddresses } from './buy-port.mjs';
import { withTask } from './context.mjs';
import { pinnedNode } from './node.mjs';
import { serverParts, serviceParts } from './parts.mjs';
import { checkPorts } from './ports.mjs';
import { ensureBuild, fetchAll } from './prepare.mjs';
import { serviceEnvironment } from './service.mjs';
import { readState, withRole, writeState } from './state.mjs';

/**
 * @typedef {import('./context.mjs').Context} Context
 * @typedef {import('./state.mjs').State} State
 * @typedef {import('./parts.mjs').Part} Part
 */

const MIGRATION_TIMEOUT_MS = 90_000;
/** In this order, as each has its own schema but both make the same extensions and roles. */
const MIGRATED = ['booking', 'inventory', 'payments'];

/**
 * @param {Context} context
 * @param {State['ports']} ports
 */
async function migrate(context, ports) {
  const { layout, signal } = context;
  const node = pinnedNode(layout.project).path;
  const env = serviceEnvironment(layout, ports);
  for (const service of MIGRATED) {
    const name = `migrate-${service}`;
    const command = [node, join(layout.project, 'dist', 'services', service, 'src', 'migrate.js')];
    const plan = {
      name,
      command,
      cwd: layout.project,
      env,
      log: layout.log(name),
      timeoutMs: MIGRATION_TIMEOUT_MS,
    };
    await withTask(context, name, (note) => runTask({ ...plan, signal, note }));
  }
}

/**
 * Three programs that take seconds, also when this very build has done it all before. A PostgreSQL that had to be
 * started may have other data by now.
 * @param {Context} context
 * @param {State['ports']} ports
 * @param {Part[]} started
 */
async function ensureMigrated(context, ports, started) {
  const { layout, progress } = context;
  const build = builtFrom(layout.project) ?? '';
  const isSameDatabase = started.every(({ role }) => role !== 'postgres');
  if (isSameDatabase && readState(layout)?.migratedBy === build) return;
  await progress.step('database migrated', () => migrate(context, ports));
  const state = readState(layout);
  if (state) writeState(layout, { ...state, migratedBy: build });
}

/**
 * @param {State} state
 * @param {Part[]} parts
 */
function notRunning(state, parts) {
  const alive = new Set(state.processes.filter((record) => isAlive(record)).map(({ name }) => name));
  return parts.filter(({ name }) => !alive.has(name));
}

/**
 * @param {Context} context
 * @param {Part[]} parts
 */
const startParts = ({ signal }, parts) =>
  together(
    signal,
    parts.map(({ start }) => start),
  );

/**
 * Starts what of the stack does not run yet, with the data that is there.
 * @param {Context} context
 * @param {State} state
 * @param {number[]} replicas their numbers, from 1
 * @returns {Promise<string[]>} the names of what was started
 */
export async function bringUp(context, state, replicas) {
  const { layout, progress } = context;
  const { ports } = state;
  const binaries = await fetchAll(context);
  const nginxRuns = withRole(state, 'nginx').some((record) => isAlive(record));
  const alsoListens = nginxRuns ? (state.alsoListens ?? []) : await buyAddresses(ports, progress);
  const site = { layout, ports, binaries, replicas, alsoListens };
  const [servers, services] = [notRunning(state, serverParts(site)), notRunning(state, serviceParts(site))];
  await checkPorts([...servers, ...services].map(({ at }) => at));
  const node = pinnedNode(layout.project).version;
  const { postgres, redis, nats, nginx } = binaries;
  const versions = {
    postgres: postgres.version,
    redis: redis.version,
    nats: nats.version,
    nginx: nginx.version,
    node,
  };
  writeState(layout, { ...(readState(layout) ?? state), alsoListens, versions });
  await together(context.signal, [
    (signal) => ensureBuild({ ...context, signal }),
    (signal) => startServers({ ...context, signal }, servers),
  ]);
  if (services.length > 0) {
    await ensureMigrated(context, ports, servers);
    await progress.step(`${services.map(({ name }) => name).join(', ')} ready`, () =>
      startParts(context, services),
    );
  }
  return [...servers, ...services].map(({ name }) => name);
}

/**
 * @param {Context} context
 * @param {Part[]} servers
 */
async function startServers(context, servers) {
  if (servers.length === 0) return;
  await context.progress.step(`${servers.map(({ name }) => name).join(', ')} ready`, () =>
    startParts(context, servers),
  );
}
