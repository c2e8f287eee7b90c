// @ts-check
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { HOST } from '../servers/server.mjs';

/** Of one direction: more is left to the sender's own buffers until some of it has arrived. */
const IN_FLIGHT_BYTES_MOST = 1024 * 1024;

/**
 * @typedef {import('node:net').Socket} Socket
 * @typedef {{ readonly isSilent: boolean, readonly latencyMs: number, dropped: (bytes: number) => void }} Line
 *   what the link is like at this moment
 */

/**
 * @param {Promise<void>} before
 * @param {number} due
 * @param {() => void} arrive
 */
async function arriveAfter(before, due, arrive) {
  await before;
  const wait = due - performance.now();
  if (wait > 0) await pause(wait);
  arrive();
}

/** One connection of a client, and ours to the server for it. */
export class Connection {
  /** Something of it was lost: what came after would make no sense to either side. */
  #spoilt = false;
  /** @type {Socket[]} */
  #ends;

  /**
   * @param {Line} line
   * @param {Socket} client
   * @param {number} target
   */
  constructor(line, client, target) {
    const server = connect({ port: target, host: HOST, allowHalfOpen: true, noDelay: true });
    this.line = line;
    this.#ends = [client, server];
    this.#carry(client, server);
    this.#carry(server, client);
  }

  /**
   * Bytes and endings of one direction, in their order. Whether they are lost is decided when they would arrive.
   * @param {Socket} from
   * @param {Socket} to
   */
  #carry(from, to) {
    let inFlight = 0;
    let last = Promise.resolve();
    const later = (/** @type {() => void} */ arrive) => {
      const due = performance.now() + this.line.latencyMs;
      last = arriveAfter(last, due, arrive);
    };
    const landed = (/** @type {number} */ bytes) => {
      inFlight -= bytes;
      if (inFlight < IN_FLIGHT_BYTES_MOST) from.resume();
    };
    from.on('data', (/** @type {Buffer} */ chunk) => {
      inFlight += chunk.length;
      if (inFlight >= IN_FLIGHT_BYTES_MOST) from.pause();
      later(() => {
        if (!this.#loses(chunk.length)) to.write(chunk, () => landed(chunk.length));
        else landed(chunk.length);
      });
    });
    from.on('end', () => later(() => this.#loses(0) || to.end()));
    from.on('error', () => undefined); // its close follows
    from.on('close', (failed) =>
      later(() => this.#loses(0) || (failed ? to.resetAndDestroy() : to.destroySoon())),
    );
  }

  /**
   * A partition swallows endings as well: a server goes on waiting for a client that has long given up.
   * @param {number} bytes
   */
  #loses(bytes) {
    if (!this.line.isSilent) return false;
    this.#spoilt = true;
    this.line.dropped(bytes);
    return true;
  }

  get spoilt() {
    return this.#spoilt;
  }

  get isOver() {
    return this.#ends.every((end) => end.destroyed);
  }

  reset() {
    for (const end of this.#ends) end.resetAndDestroy();
  }
}
