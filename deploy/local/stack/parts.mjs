// @ts-check
import { join } from 'node:path';
import { shiftEnvironment } from '../preload/shift.mjs';
import { startNats } from '../servers/nats.mjs';
import { startNginx } from '../servers/nginx.mjs';
import { startPostgres } from '../servers/postgres.mjs';
import { startRedis } from '../servers/redis.mjs';
import { HOST } from '../servers/server.mjs';
import { startLinks } from './links.mjs';
import { REDIS_NODES, namedPort } from './ports.mjs';
import { readProfile } from './profile.mjs';
import { readSecrets } from './secrets.mjs';
import { replicaName, startService } from './service.mjs';
import { recordProcess } from './state.mjs';

/**
 * One process of the stack, and how to start it.
 * @typedef {{ role: import('./state.mjs').Role, name: string, at: import('./ports.mjs').NamedPort,
 *   start: (signal: AbortSignal) => Promise<unknown> }} Part
 * @typedef {{ layout: import('./layout.mjs').Layout, ports: import('./ports.mjs').Ports,
 *   binaries: import('../servers/locate.mjs').Binaries, replicas: number[], alsoListens: string[] }} Site
 *   `replicas` are their numbers, from 1; `alsoListens` are nginx's addresses besides that of the API
 */

/** NATS is not one: it asks the kernel for the time, past the library that would tell it another. */
const SHIFTED_ROLES = new Set(['redis', 'postgres']);

const count = (/** @type {number} */ length) => Array.from({ length }, (_, index) => index);

/**
 * What every server is started with.
 * @param {Site} site
 * @param {Omit<Part, 'start'>} part
 */
function usual({ layout, ports }, { role, name, at }) {
  return {
    name,
    port: at.port,
    log: layout.log(name),
    note: (/** @type {import('../servers/server.mjs').ServerFacts} */ facts) =>
      recordProcess(layout, { role, ...facts }),
    ...(ports.links && SHIFTED_ROLES.has(role) && { env: shiftEnvironment(layout, name) }),
  };
}

/**
 * @param {Site} site
 * @returns {Part}
 */
function postgresPart(site) {
  const { layout, ports, binaries } = site;
  const part = /** @type {const} */ ({
    role: 'postgres',
    name: 'postgres',
    at: namedPort(ports, 'postgres'),
  });
  const { postgresPassword: password } = readSecrets(layout);
  const options = { ...usual(site, part), dir: layout.postgresData, binary: binaries.postgres, password };
  return { ...part, start: (signal) => startPostgres({ ...options, signal }) };
}

/**
 * @param {Site} site
 * @param {number} index from 0
 * @returns {Part}
 */
function redisPart(site, index) {
  const { layout, ports, binaries } = site;
  const name = `redis-${index + 1}`;
  const part = /** @type {const} */ ({ role: 'redis', name, at: namedPort(ports, 'redis', index) });
  const options = { ...usual(site, part), dir: join(layout.data, name), binary: binaries.redis };
  return { ...part, start: (signal) => startRedis({ ...options, signal }) };
}

/**
 * @param {Site} site
 * @returns {Part}
 */
function natsPart(site) {
  const { layout, ports, binaries } = site;
  const part = /** @type {const} */ ({ role: 'nats', name: 'nats', at: namedPort(ports, 'nats') });
  const options = { ...usual(site, part), dir: join(layout.data, 'nats'), binary: binaries.nats };
  return { ...part, start: (signal) => startNats({ ...options, signal }) };
}

/**
 * @param {Site} site
 * @returns {Part}
 */
function linksPart({ layout, ports }) {
  const at = namedPort(ports, 'links');
  return { role: 'links', name: 'links', at, start: (signal) => startLinks({ layout, ports, signal }) };
}

/**
 * What nginx passes requests on to.
 * @param {import('./ports.mjs').Ports} ports
 * @param {number[]} replicas their numbers
 */
export const upstreams = (ports, replicas) => ({
  booking: replicas.map((number) => `${HOST}:${ports.booking + number - 1}`),
  inventory: `${HOST}:${ports.inventory}`,
  payments: `${HOST}:${ports.payments}`,
});

/**
 * @param {Site} site
 * @returns {Part}
 */
function nginxPart(site) {
  const { layout, ports, binaries, replicas, alsoListens } = site;
  const part = /** @type {const} */ ({ role: 'nginx', name: 'nginx', at: namedPort(ports, 'api') });
  const { profile } = readProfile(layout);
  const place = { dir: layout.nginx, binary: binaries.nginx, alsoListens, profile };
  const options = { ...usual(site, part), ...place };
  return { ...part, start: (signal) => startNginx({ ...options, ...upstreams(ports, replicas), signal }) };
}

/**
 * @param {Pick<Site, 'layout' | 'ports'>} site
 * @param {number} number of the replica, from 1
 * @returns {Part}
 */
export function replicaPart({ layout, ports }, number) {
  const name = replicaName(number);
  const at = namedPort(ports, 'booking', number - 1);
  const service = /** @type {const} */ ({ role: 'booking', name, port: at.port });
  return { role: 'booking', name, at, start: (signal) => startService({ layout, ports, signal }, service) };
}

/**
 * @param {Site} site
 * @param {'inventory' | 'payments'} role of which there is one process, of the same name
 * @returns {Part}
 */
function singlePart({ layout, ports }, role) {
  const at = namedPort(ports, role);
  const service = { role, name: role, port: at.port };
  return { role, name: role, at, start: (signal) => startService({ layout, ports, signal }, service) };
}

/**
 * The servers that others made, and the links to them.
 * @param {Site} site
 */
export const serverParts = (site) => [
  ...(site.ports.links ? [linksPart(site)] : []),
  postgresPart(site),
  ...count(REDIS_NODES).map((index) => redisPart(site, index)),
  natsPart(site),
];

/**
 * Our own services, and nginx in front of them.
 * @param {Site} site
 */
export const serviceParts = (site) => [
  singlePart(site, 'inventory'),
  singlePart(site, 'payments'),
  ...site.replicas.map((number) => replicaPart(site, number)),
  nginxPart(site),
];
