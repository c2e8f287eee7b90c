/** A steady, bounded load: a few connections that claim one fresh seat after the other, until told to stop. */
import { setTimeout as pause } from 'node:timers/promises';
import { Api } from './api.mjs';

const CONNECTIONS = 8;
const PAUSE_MS = 40;
const SEATS_PER_ROW = 1_000;
const ROWS = ['A', 'B', 'C', 'D'];

/**
 * @typedef {{ endedAt: number, status: number, replica: string, repeated: boolean, tookMs: number,
 *   note: string }} Record
 */

export class Load {
  /** @type {Record[]} */
  records = [];
  #running = true;
  #next = 0;
  /** @type {Promise<void>[]} */
  #buyers = [];

  /** @param {string} url @param {string} eventId */
  constructor(url, eventId) {
    this.url = url;
    this.eventId = eventId;
  }

  /** @param {string} url */
  static async start(url) {
    const api = new Api(url);
    const { status, body } = await api.send('POST', '/v1/events', {
      name: 'Compose check: load while scaling',
      sections: [{ name: 'Stalls', rows: ROWS, seatsPerRow: SEATS_PER_ROW, price: 100 }],
      // this is about nginx and the replicas: a strategy that needs nothing but the database keeps Redis out of it
      policy: { strategy: 'conditional' },
    });
    api.close();
    if (status !== 201) throw new Error(`POST /v1/events answered ${status}: ${JSON.stringify(body)}`);
    const load = new Load(url, body.eventId);
    load.#buyers = Array.from({ length: CONNECTIONS }, () => load.#buyer());
    return load;
  }

  async stop() {
    this.#running = false;
    await Promise.all(this.#buyers);
  }

  /** @param {number} since as performance.now() */
  replicasSince(since) {
    return new Set(this.records.filter((r) => r.endedAt - r.tookMs >= since).map((r) => r.replica));
  }

  async #buyer() {
    const api = new Api(this.url);
    while (this.#running) {
      this.records.push(await this.#claim(api, this.#nextSeat()));
      await pause(PAUSE_MS);
    }
    api.close();
  }

  /** Each seat once, and when all are sold from the start again: then every answer is a no. */
  #nextSeat() {
    const row = ROWS[Math.floor(this.#next / SEATS_PER_ROW) % ROWS.length];
    const seat = `${row}${(this.#next % SEATS_PER_ROW) + 1}`;
    this.#next += 1;
    return seat;
  }

  /** @param {Api} api @param {string} seat @returns {Promise<Record>} */
  async #claim(api, seat) {
    const startedAt = performance.now();
    try {
      const { status, replica, repeated, tookMs, body } = await api.claim(this.eventId, seat);
      const note = status === 201 || status === 409 ? '' : JSON.stringify(body);
      return { endedAt: performance.now(), status, replica, repeated, tookMs, note };
    } catch (error) {
      const endedAt = performance.now();
      const note = String(error);
      return { endedAt, status: 0, replica: 'nobody', repeated: false, tookMs: endedAt - startedAt, note };
    }
  }
}
