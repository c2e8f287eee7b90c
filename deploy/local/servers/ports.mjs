// @ts-check
import { createServer } from 'node:net';

const LOWEST_PORT = 20_000;
/** Below 32768, where the kernel begins to take ports for outgoing connections. */
const HIGHEST_PORT = 29_999;
const HOST = '127.0.0.1';

/**
 * @param {number} port
 * @param {string} [host]
 * @returns {Promise<NodeJS.ErrnoException | null>} null when the port can be had, else why not
 */
export function whyNotFree(port, host = HOST) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

/**
 * Free ports for tests: so many in a row, from a random place on.
 * @param {number} count
 * @returns {Promise<number[]>}
 */
export async function freePorts(count) {
  const places = HIGHEST_PORT - LOWEST_PORT + 1;
  const start = Math.floor(Math.random() * places);
  /** @type {number[]} */
  let row = [];
  for (let step = 0; step < places && row.length < count; step += 1) {
    const port = LOWEST_PORT + ((start + step) % places);
    const isFree = (await whyNotFree(port)) === null;
    if (port === LOWEST_PORT || !isFree) row = [];
    if (isFree) row.push(port);
  }
  if (row.length < count)
    throw new Error(`no ${count} free ports between ${LOWEST_PORT} and ${HIGHEST_PORT}`);
  return row;
}
