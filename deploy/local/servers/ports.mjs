// @ts-check
import { createServer } from 'node:net';

const LOWEST_PORT = 20_000;
/** Below 32768, where the kernel begins to take ports for outgoing connections. */
const HIGHEST_PORT = 29_999;
/** What a process takes at a time: a stack with links needs 70 in a row. */
const SLOT_PORTS = 100;
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
 * Whether the slot is ours from now on, until this process ends, however: who holds its name in the kernel's list of
 * sockets has it.
 * @param {number} slot
 * @returns {Promise<boolean>}
 */
function takes(slot) {
  return new Promise((resolve) => {
    const holder = createServer();
    holder.once('error', () => resolve(false));
    holder.listen(`\0lastseat-ports-${slot}`, () => resolve(true)).unref();
  });
}

/** @returns {Promise<number[]>} the ports of a slot that no other process gives away */
async function ownSlot() {
  const slots = Math.floor((HIGHEST_PORT - LOWEST_PORT + 1) / SLOT_PORTS);
  const start = Math.floor(Math.random() * slots);
  for (let step = 0; step < slots; step += 1) {
    const slot = (start + step) % slots;
    const first = LOWEST_PORT + slot * SLOT_PORTS;
    if (await takes(slot)) return Array.from({ length: SLOT_PORTS }, (_, index) => first + index);
  }
  throw new Error(`all ports between ${LOWEST_PORT} and ${HIGHEST_PORT} are other processes' to give away`);
}

/**
 * Ours, and not given away yet.
 * @type {number[]}
 */
let left = [];

/** @param {number} count */
async function takePorts(count) {
  if (count > SLOT_PORTS) throw new Error(`${count} ports in a row: at most ${SLOT_PORTS}`);
  /** @type {number[]} */
  let row = [];
  while (row.length < count) {
    if (left.length < count - row.length) [left, row] = [await ownSlot(), []];
    const port = left.shift() ?? 0;
    row = (await whyNotFree(port)) === null ? [...row, port] : [];
  }
  return row;
}

/** @type {Promise<unknown>} */
let taken = Promise.resolve();

/**
 * Free ports for tests: so many in a row, each given away once. A port that is only found free may be somebody else's
 * by the time it is used: stacks that start side by side each took one of the other's in one of some hundred starts.
 * @param {number} count
 * @returns {Promise<number[]>}
 */
export async function freePorts(count) {
  const ports = taken.then(() => takePorts(count));
  taken = ports.catch(() => undefined); // whoever asked is told
  return ports;
}
