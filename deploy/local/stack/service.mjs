// @ts-check
import { get } from 'node:http';
import { join } from 'node:path';
import { linksOf } from '../links/plan.mjs';
import { shiftEnvironment } from '../preload/shift.mjs';
import { spawnProcess, waitUntilReady } from '../process/spawn.mjs';
import { HOST } from '../servers/server.mjs';
import { pinnedNode } from './node.mjs';
import { REDIS_NODES } from './ports.mjs';
import { readProfile } from './profile.mjs';
import { readSecrets } from './secrets.mjs';
import { recordProcess } from './state.mjs';

const READY_TIMEOUT_MS = 45_000;
const PROBE_TIMEOUT_MS = 1_000;
const HTTP_OK = 200;
/**
 * In MiB. Room for the requests under way: with 4 they were all copied, and kept, by one collection after another,
 * which was a third of a replica's work. More is memory that V8 keeps.
 */
const V8_FLAGS = ['--max-semi-space-size=32'];

/** One is enough: a clock that is wrong in one of them is what strategies have to survive. */
const SHIFTED_REPLICA = 'booking-1';

/**
 * The words that a service's program follows.
 * @param {string} project
 */
export const serviceNode = (project) => [pinnedNode(project).path, ...V8_FLAGS];

/** @type {import('../process/stop.mjs').StopStep[]} */
export const SERVICE_STOP = [{ signal: 'SIGTERM', waitMs: 15_000 }];

/**
 * @typedef {import('./layout.mjs').Layout} Layout
 * @typedef {import('../process/identity.mjs').Identity} Identity
 * @typedef {import('./ports.mjs').Ports} Ports
 * @typedef {{ layout: Layout, ports: Ports, signal: AbortSignal }} Place
 */

/**
 * Where the servers are.
 * @param {Layout} layout
 * @param {Pick<Ports, 'postgres' | 'nats'> & { redis: number[] }} ports
 */
function addresses(layout, { postgres, redis, nats }) {
  const { postgresPassword } = readSecrets(layout);
  return {
    DATABASE_URL: `postgres://lastseat:${postgresPassword}@${HOST}:${postgres}/lastseat`,
    REDIS_NODES: redis.map((port) => `redis://${HOST}:${port}`).join(','),
    NATS_URL: `nats://${HOST}:${nats}`,
  };
}

/**
 * What is different for a replica that the lab may cut off, and for the one whose clock it may shift.
 * @param {Layout} layout
 * @param {Ports} ports
 * @param {string} name
 */
function linkedEnvironment(layout, ports, name) {
  const links = linksOf(ports, replicaNumber(name));
  const redis = links.filter(({ to }) => to.startsWith('redis')).map(({ port }) => port);
  const portTo = (/** @type {string} */ server) => links.find(({ to }) => to === server)?.port ?? 0;
  return {
    ...addresses(layout, { postgres: portTo('postgres'), redis, nats: portTo('nats') }),
    ...(name === SHIFTED_REPLICA && shiftEnvironment(layout, name)),
  };
}

/**
 * @param {Layout} layout
 * @param {Ports} ports
 * @returns {NodeJS.ProcessEnv}
 */
export function serviceEnvironment(layout, ports) {
  const { secret, paymentsKey, webhookSecret } = readSecrets(layout);
  const api = `http://${HOST}:${ports.api}`;
  const redis = Array.from({ length: REDIS_NODES }, (_, index) => ports.redis + index);
  const { profile, adminToken } = readProfile(layout);
  // npm's own variables would only confuse a program that looks at them
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('npm_'));
  return {
    ...Object.fromEntries(inherited),
    NODE_ENV: 'production',
    LASTSEAT_PROFILE: profile,
    LASTSEAT_ADMIN_TOKEN: adminToken,
    LASTSEAT_HOME: layout.home,
    HOST,
    ...addresses(layout, { ...ports, redis }),
    LASTSEAT_SECRET: secret,
    PAYMENTS_URL: `http://${HOST}:${ports.payments}`,
    LASTSEAT_PAYMENTS_KEY: paymentsKey,
    LASTSEAT_WEBHOOK_SECRETS: webhookSecret,
    WEBHOOK_URL: `${api}/v1/webhooks/payments`,
    PUBLIC_URL: api,
    NODE_COMPILE_CACHE: layout.compileCache,
  };
}

/**
 * @param {string} url
 * @returns {Promise<boolean>}
 */
function answersOk(url) {
  return new Promise((resolve) => {
    const request = get(url, { timeout: PROBE_TIMEOUT_MS, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === HTTP_OK);
    });
    request.once('error', () => resolve(false)); // not there yet is the answer that a probe asks for
    request.once('timeout', () => request.destroy());
  });
}

/**
 * Starts one process of a service and waits until it says that it is ready.
 * @param {Place} place
 * @param {{ role: 'booking' | 'inventory' | 'payments', name: string, port: number }} service
 */
export async function startService({ layout, ports, signal }, { role, name, port }) {
  const main = join(layout.project, 'dist', 'services', role, 'src', 'main.js');
  // name and home are for whoever looks at a list of processes: people, and the next start after a kill -9
  const command = [...serviceNode(layout.project), main, name, layout.home];
  const env = {
    ...serviceEnvironment(layout, ports),
    LASTSEAT_REPLICA: name,
    PORT: String(port),
    ...(ports.links && role === 'booking' && linkedEnvironment(layout, ports, name)),
  };
  const url = `http://${HOST}:${port}`;
  const record = { role, name, command, log: layout.log(name), url, port };
  const note = (/** @type {Identity} */ identity) => recordProcess(layout, { ...record, ...identity });
  const spawned = spawnProcess({ name, command, log: record.log, cwd: layout.project, env, note });
  await waitUntilReady(spawned, () => answersOk(`${url}/health/ready`), {
    timeoutMs: READY_TIMEOUT_MS,
    signal,
  });
}

/** @param {number} number from 1 */
export const replicaName = (number) => `booking-${number}`;

/** @param {string} name */
export const replicaNumber = (name) => Number(name.split('-')[1]);

/** @param {number} count */
export const replicaNumbers = (count) => Array.from({ length: count }, (_, index) => index + 1);
