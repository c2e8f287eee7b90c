// @ts-check
import { setTimeout as pause } from 'node:timers/promises';
import { whyNotFree } from '../servers/ports.mjs';
import { Mistake, codeOf } from '../terminal/mistake.mjs';

const HIGHEST_PORT = 65_535;
export const REDIS_NODES = 3;

/**
 * @typedef {'api' | 'buy' | 'booking' | 'inventory' | 'payments' | 'postgres' | 'redis' | 'nats' | 'links'} PortName
 * @typedef {{ variable: string, usual: number, label: string }} PortPlan
 * @typedef {Record<PortName, number>} Ports `booking`, `redis` and `links` are the first of several in a row;
 *   without `links`, which is 0, replicas talk to servers as usual, and nobody's clock can be shifted
 * @typedef {{ port: number, label: string, variable: string }} NamedPort
 */

/**
 * All below 32768, where the kernel begins to take ports for outgoing connections.
 * @type {Record<PortName, PortPlan>}
 */
const PORTS = {
  api: { variable: 'LASTSEAT_API_PORT', usual: 8000, label: 'nginx, the API' },
  buy: { variable: 'LASTSEAT_BUY_PORT', usual: 8080, label: 'nginx, the API once more' },
  booking: { variable: 'LASTSEAT_BOOKING_PORT', usual: 8101, label: 'booking' },
  inventory: { variable: 'LASTSEAT_INVENTORY_PORT', usual: 8200, label: 'inventory' },
  payments: { variable: 'LASTSEAT_PAYMENTS_PORT', usual: 8300, label: 'payments' },
  postgres: { variable: 'LASTSEAT_POSTGRES_PORT', usual: 8432, label: 'PostgreSQL' },
  redis: { variable: 'LASTSEAT_REDIS_PORT', usual: 8379, label: 'Redis' },
  nats: { variable: 'LASTSEAT_NATS_PORT', usual: 8422, label: 'NATS' },
  links: { variable: 'LASTSEAT_LINKS_PORT', usual: 0, label: 'links' },
};

/**
 * @param {PortName} name
 * @param {NodeJS.ProcessEnv} env
 */
function readPort(name, env) {
  const { variable, usual } = PORTS[name];
  const text = env[variable];
  if (text === undefined || text === '') return usual;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port <= HIGHEST_PORT) return port;
  throw new Mistake(`${variable}=${text} is not a port: give a number from 1 to ${HIGHEST_PORT}.`);
}

/**
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Ports}
 */
export function readPorts(env = process.env) {
  return {
    api: readPort('api', env),
    buy: readPort('buy', env),
    booking: readPort('booking', env),
    inventory: readPort('inventory', env),
    payments: readPort('payments', env),
    postgres: readPort('postgres', env),
    redis: readPort('redis', env),
    nats: readPort('nats', env),
    links: readPort('links', env),
  };
}

/**
 * @param {Ports} ports
 * @param {PortName} name
 * @param {number} [index] of the replica or Redis node, from 0
 * @returns {NamedPort}
 */
export function namedPort(ports, name, index = 0) {
  const { variable, label } = PORTS[name];
  const number = name === 'booking' || name === 'redis' ? ` ${index + 1}` : '';
  return { port: ports[name] + index, label: `${label}${number}`, variable };
}

/** @param {NamedPort[]} wanted */
function refuseDoubles(wanted) {
  for (const [index, one] of wanted.entries()) {
    const other = wanted.slice(0, index).find(({ port }) => port === one.port);
    if (!other) continue;
    throw new Mistake(
      `Port ${one.port} is meant for ${other.label} and for ${one.label}: ` +
        `set ${other.variable} or ${one.variable} to another number.`,
    );
  }
}

/** A process that was killed a moment ago has its ports until the last of its threads is gone. */
const ENDING_MS = 1_000;
const LOOK_EVERY_MS = 50;

/** @param {number} port */
async function stillNotFree(port) {
  const deadline = performance.now() + ENDING_MS;
  for (;;) {
    const reason = await whyNotFree(port);
    if (reason === null || codeOf(reason) !== 'EADDRINUSE' || performance.now() >= deadline) return reason;
    await pause(LOOK_EVERY_MS);
  }
}

/**
 * One sentence for the first port that cannot be had, with the variable that changes it.
 * @param {NamedPort[]} wanted
 */
export async function checkPorts(wanted) {
  refuseDoubles(wanted);
  for (const { port, label, variable } of wanted) {
    const reason = await stillNotFree(port);
    if (reason === null) continue;
    const taken =
      codeOf(reason) === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${codeOf(reason)})`;
    throw new Mistake(`Port ${port} (${label}) ${taken}: stop it, or set ${variable} to another port.`);
  }
}
