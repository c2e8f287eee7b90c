// @ts-check
import { REPLICAS_LIMIT } from '../terminal/arguments.mjs';

/** What a replica talks to, and so what it can be cut off from. */
const SERVERS = /** @type {const} */ (['postgres', 'redis-1', 'redis-2', 'redis-3', 'nats']);

/**
 * @typedef {(typeof SERVERS)[number]} Linked
 * @typedef {{ replica: string, to: Linked, port: number, target: number }} PlannedLink
 * @typedef {{ links: number, postgres: number, redis: number, nats: number }} LinkPorts
 *   `links` is where links are asked to break; they themselves listen on the ports after it, in a row
 */

/** One to be asked at, and one for each replica and server. */
export const LINK_PORTS = 1 + REPLICAS_LIMIT * SERVERS.length;

/**
 * @param {LinkPorts} ports
 * @param {Linked} to
 */
function targetOf({ postgres, redis, nats }, to) {
  if (to === 'postgres') return postgres;
  return to === 'nats' ? nats : redis + Number(to.slice('redis-'.length)) - 1;
}

/**
 * The links of one replica, in the order of SERVERS.
 * @param {LinkPorts} ports
 * @param {number} number of the replica, from 1
 * @returns {PlannedLink[]}
 */
export const linksOf = (ports, number) =>
  SERVERS.map((to, index) => ({
    replica: `booking-${number}`,
    to,
    port: ports.links + 1 + (number - 1) * SERVERS.length + index,
    target: targetOf(ports, to),
  }));

/** @param {LinkPorts} ports */
export const allLinks = (ports) =>
  Array.from({ length: REPLICAS_LIMIT }, (_, index) => linksOf(ports, index + 1)).flat();
