// @ts-check
import { once } from 'node:events';
import { createServer } from 'node:net';
import { HOST } from '../servers/server.mjs';
import { Connection } from './connection.mjs';

/**
 * In toxiproxy's words: `silence` is timeout (nothing arrives, nothing ends), `refuse` is reset_peer.
 * @typedef {'silence' | 'refuse'} Cut
 * @typedef {{ cut?: Cut | null, latencyMs?: number }} Change
 * @typedef {{ replica: string, to: string, cut: Cut | null, latencyMs: number, droppedBytes: number, refused: number }}
 *   LinkView `droppedBytes` and `refused` count from the last cut on, and stay when it is mended
 */

/** All connections of one replica to one server. */
export class Link {
  /** @type {Cut | null} */
  #cut = null;
  #latencyMs = 0;
  #droppedBytes = 0;
  #refused = 0;
  /** @type {Set<Connection>} */
  #connections = new Set();
  /** Accepted in a silence: their server never hears of them. @type {Set<import('node:net').Socket>} */
  #unheard = new Set();
  #server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.#accept(client));
  /** @type {import('./connection.mjs').Line} */
  #line;

  /** @param {import('./plan.mjs').PlannedLink} plan */
  constructor(plan) {
    this.plan = plan;
    const isSilent = () => this.#cut === 'silence';
    const latencyMs = () => this.#latencyMs;
    this.#line = {
      get isSilent() {
        return isSilent();
      },
      get latencyMs() {
        return latencyMs();
      },
      dropped: (bytes) => (this.#droppedBytes += bytes),
    };
  }

  async listen() {
    this.#server.listen(this.plan.port, HOST);
    await once(this.#server, 'listening');
  }

  /** @param {import('node:net').Socket} client */
  #accept(client) {
    if (this.#cut === null) {
      this.#forgetEnded();
      this.#connections.add(new Connection(this.#line, client, this.plan.target));
      return;
    }
    this.#refused += 1;
    client.on('error', () => undefined); // nobody is left to be told
    if (this.#cut === 'refuse') return void client.resetAndDestroy();
    this.#unheard.add(client);
    client.on('data', (/** @type {Buffer} */ chunk) => (this.#droppedBytes += chunk.length));
  }

  #forgetEnded() {
    for (const connection of this.#connections) if (connection.isOver) this.#connections.delete(connection);
  }

  /** @param {Change} change */
  change({ cut, latencyMs }) {
    if (latencyMs !== undefined) this.#latencyMs = latencyMs;
    if (cut === undefined) return;
    if (cut !== null) this.#droppedBytes = this.#refused = 0;
    this.#cut = cut;
    if (cut === 'refuse') this.#refused += this.#reset(() => true);
    if (cut === null) this.#reset(({ spoilt }) => spoilt);
  }

  /** @param {(connection: Connection) => boolean} which */
  #reset(which) {
    this.#forgetEnded();
    const doomed = [...this.#connections].filter(which);
    for (const connection of doomed) {
      connection.reset();
      this.#connections.delete(connection);
    }
    for (const client of this.#unheard) client.resetAndDestroy();
    this.#unheard.clear();
    return doomed.length;
  }

  /** @returns {LinkView} */
  view() {
    const { replica, to } = this.plan;
    const counts = { droppedBytes: this.#droppedBytes, refused: this.#refused };
    return { replica, to, cut: this.#cut, latencyMs: this.#latencyMs, ...counts };
  }
}
