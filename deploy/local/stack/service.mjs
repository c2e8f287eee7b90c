// @ts-check
import { get } from 'node:http';
import { join } from 'node:path';
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
/** In MiB. V8 lets the young generation grow with the machine and keeps it: 428 MB after ten proofs, 200 with this. */
const V8_FLAGS = ['--max-semi-space-size=4'];

/** @type {import('../process/stop.mjs').StopStep[]} */
export const SERVICE_STOP = [{ signal: 'SIGTERM', waitMs: 15_000 }];

/**
 * @typedef {import('./layout.mjs').Layout} Layout
 * @typedef {import('../process/identity.mjs').Identity} Identity
 * @typedef {import('./ports.mjs').Ports} Ports
 * @typedef {{ layout: Layout, ports: Ports, signal: AbortSignal }} Place
 */

/**
 * @param {Layout} layout
 * @param {Ports} ports
 */
function databaseUrl(layout, ports) {
  const { postgresPassword } = readSecrets(layout);
  return `postgres://lastseat:${postgresPassword}@${HOST}:${ports.postgres}/lastseat`;
}

/**
 * @param {Layout} layout
 * @param {Ports} ports
 * @returns {NodeJS.ProcessEnv}
 */
export function serviceEnvironment(layout, ports) {
  const { secret, paymentsKey, webhookSecret } = readSecrets(layout);
  const api = `http://${HOST}:${ports.api}`;
  const redis = Array.from({ length: REDIS_NODES }, (_, index) => `redis://${HOST}:${ports.redis + index}`);
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
    DATABASE_URL: databaseUrl(layout, ports),
    REDIS_NODES: redis.join(','),
    NATS_URL: `nats://${HOST}:${ports.nats}`,
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
  const command = [pinnedNode(layout.project).path, ...V8_FLAGS, main, name, layout.home];
  const env = { ...serviceEnvironment(layout, ports), LASTSEAT_REPLICA: name, PORT: String(port) };
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
