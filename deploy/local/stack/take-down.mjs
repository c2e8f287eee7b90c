// @ts-check
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { isAlive } from '../process/identity.mjs';
import { stopGroup, stopProcess } from '../process/stop.mjs';
import { NATS_STOP } from '../servers/nats.mjs';
import { NGINX_STOP } from '../servers/nginx.mjs';
import { POSTGRES_STOP } from '../servers/postgres.mjs';
import { REDIS_STOP } from '../servers/redis.mjs';
import { LINKS_STOP } from './links.mjs';
import { SERVICE_STOP } from './service.mjs';
import { forgetProcess, readState, refreshed, removeState, withRole } from './state.mjs';

/**
 * @typedef {import('./layout.mjs').Layout} Layout
 * @typedef {import('./state.mjs').ProcessRecord} ProcessRecord
 * @typedef {Exclude<import('./state.mjs').Role, 'task'>} ServerRole
 */

/** @type {Record<ServerRole, import('../process/stop.mjs').StopStep[]>} */
const STOP_STEPS = {
  nginx: NGINX_STOP,
  booking: SERVICE_STOP,
  inventory: SERVICE_STOP,
  payments: SERVICE_STOP,
  links: LINKS_STOP,
  nats: NATS_STOP,
  redis: REDIS_STOP,
  postgres: POSTGRES_STOP,
};

/** First whoever sends requests, last whoever keeps the truth. @type {ServerRole[]} */
const ORDER = ['nginx', 'booking', 'inventory', 'payments', 'links', 'nats', 'redis', 'postgres'];

/** @param {ProcessRecord} record */
export const stopRecord = (record) =>
  record.role === 'task' ? stopGroup(record) : stopProcess(record, STOP_STEPS[record.role]);

/**
 * Stops all that the state names, and nothing else.
 * @param {Layout} layout
 * @returns {Promise<number>} how many processes were still alive
 */
export async function takeDown(layout) {
  const recorded = readState(layout);
  if (recorded === null) {
    removeState(layout);
    return 0;
  }
  const state = refreshed(recorded);
  const alive = state.processes.filter((record) => isAlive(record)).length;
  for (const role of /** @type {const} */ (['task', ...ORDER])) {
    await Promise.all(withRole(state, role).map(stopRecord));
  }
  removeState(layout);
  return alive;
}

/**
 * @param {Layout} layout
 * @param {ProcessRecord[]} records
 */
export async function stopAndForget(layout, records) {
  await Promise.all(records.map(stopRecord));
  for (const { name } of records) forgetProcess(layout, name);
}

/**
 * Deletes what the stack made. The lab's runs stay: they are results; and a home may hold what is none of ours.
 * @param {Layout} layout
 * @returns {string[]} what was deleted
 */
export function wipe({ data, postgresData, nginx, logs, compileCache, secretsFile }) {
  const ours = [...new Set([data, dirname(postgresData)]), nginx, logs, compileCache, secretsFile];
  for (const path of ours) rmSync(path, { recursive: true, force: true });
  return ours;
}
