/** The API as a client over one keep-alive connection sees it. */
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

const ANSWER_WITHIN_MS = 5_000;

/** @typedef {{ status: number, replica: string, body: any, repeated: boolean, tookMs: number }} Answer */

export class Api {
  #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  /** @param {string} url */
  constructor(url) {
    this.url = url;
  }

  close() {
    this.#agent.destroy();
  }

  /**
   * An idle connection that the other side closes just as it is used again may be repeated once: the request says
   * who it is by its key.
   * @param {string} method @param {string} path @param {unknown} [body] @param {Record<string, string>} [headers]
   * @returns {Promise<Answer>}
   */
  async send(method, path, body, headers = {}) {
    const startedAt = performance.now();
    const took = () => performance.now() - startedAt;
    try {
      return { ...(await this.#once(method, path, body, headers)), repeated: false, tookMs: took() };
    } catch (error) {
      if (!(error instanceof IdleConnectionClosed)) throw error;
      return { ...(await this.#once(method, path, body, headers)), repeated: true, tookMs: took() };
    }
  }

  /** @param {string} eventId @param {string} seat */
  claim(eventId, seat) {
    const customerId = `check-${randomUUID()}`;
    return this.send(
      'POST',
      `/v1/events/${eventId}/claims`,
      { customerId, seats: [seat] },
      { 'idempotency-key': randomUUID() },
    );
  }

  /**
   * @param {string} method @param {string} path @param {unknown} body @param {Record<string, string>} headers
   * @returns {Promise<{ status: number, replica: string, body: any }>}
   */
  #once(method, path, body, headers) {
    return new Promise((resolve, reject) => {
      const content = body === undefined ? undefined : JSON.stringify(body);
      const type = content === undefined ? {} : { 'content-type': 'application/json' };
      const sent = request(this.url + path, {
        method,
        agent: this.#agent,
        headers: { ...type, ...headers, 'content-length': Buffer.byteLength(content ?? '') },
        timeout: ANSWER_WITHIN_MS,
      });
      sent.on('timeout', () => sent.destroy(new Error(`no answer within ${ANSWER_WITHIN_MS} ms`)));
      sent.on('error', (error) => {
        const closed = sent.reusedSocket && 'code' in error && error.code === 'ECONNRESET';
        reject(closed ? new IdleConnectionClosed() : error);
      });
      sent.on('response', (answer) => {
        /** @type {Buffer[]} */
        const chunks = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            replica: String(answer.headers['x-replica'] ?? 'nobody'),
            body: parsed(Buffer.concat(chunks).toString()),
          }),
        );
      });
      sent.end(content);
    });
  }
}

class IdleConnectionClosed extends Error {}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
