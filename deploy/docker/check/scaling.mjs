/** Scaling under load: from 4 replicas to 6 to 2, and no buyer notices. */
import { setTimeout as pause } from 'node:timers/promises';
import { Load } from './load.mjs';
import { inventoryCounts, must, nobodyElseWasTouched } from './steps.mjs';

const SCALE_WITHIN_SECONDS = 120;
const FOLLOW_WITHIN_MS = 20_000;
const POLL_MS = 500;
/** So much of the newest traffic says who serves now. */
const NOW_MS = 2_000;
const EXAMPLES = 5;

export class Scaling {
  /** @type {Load | undefined} */
  #load;
  /** @param {import('./compose.mjs').Compose} docker */
  constructor(docker) {
    this.docker = docker;
  }

  async begin() {
    this.#load = await Load.start(this.docker.url);
    await pause(NOW_MS);
    return `${this.#load.records.length} answers in ${NOW_MS} ms`;
  }

  /** @param {number} replicas */
  async to(replicas) {
    const load = this.#running();
    const before = await this.docker.containers();
    await this.docker.up(replicas, SCALE_WITHIN_SECONDS);
    const scaledAt = performance.now();
    nobodyElseWasTouched(before, await this.docker.containers());
    for (;;) {
      const since = performance.now();
      await pause(NOW_MS);
      const serving = load.replicasSince(since);
      serving.delete('nobody');
      const tookMs = performance.now() - scaledAt;
      if (serving.size === replicas) return `nginx follows, ${serving.size} serve; nothing else was touched`;
      must(tookMs < FOLLOW_WITHIN_MS, `${serving.size} serve: ${[...serving].join(', ')}`);
      await pause(POLL_MS);
    }
  }

  /** Every answer was a yes or a no, and inventory counts every yes. */
  async end() {
    const load = this.#running();
    await load.stop();
    const { records } = load;
    const odd = records.filter(({ status }) => status !== 201 && status !== 409);
    const examples = odd
      .slice(0, EXAMPLES)
      .map((r) => `${r.status} after ${Math.round(r.tookMs)} ms: ${r.note}`);
    must(
      odd.length === 0,
      `${odd.length} of ${records.length} answers were neither 201 nor 409:\n${examples.join('\n')}`,
    );
    const booked = records.filter(({ status }) => status === 201).length;
    await inventoryCounts(this.docker.url, load.eventId, booked);
    const repeated = records.filter((record) => record.repeated).length;
    const slowest = Math.round(Math.max(...records.map(({ tookMs }) => tookMs)));
    return `${booked} × 201, ${records.length - booked} × 409, ${repeated} repeated, slowest ${slowest} ms`;
  }

  async stop() {
    await this.#load?.stop();
  }

  #running() {
    if (this.#load === undefined) throw new Error('there is no load');
    return this.#load;
  }
}
