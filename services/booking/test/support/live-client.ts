import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { until } from '#deadlines';
import { send } from './sale.ts';

const SOON_MS = 10_000;
const LOOK_EVERY_MS = 10;

/** Of a replica inside the test's process that listens. */
export const urlOf = (app: NestFastifyApplication, path: string): string => {
  const { port } = app.getHttpServer().address() as AddressInfo;
  return `http://127.0.0.1:${port}${path}`;
};

/** As its metrics tell. */
export async function liveStreams(app: NestFastifyApplication): Promise<number> {
  const { body } = await send(app, 'GET', '/metrics');
  return Number(/^live_streams (\d+)$/m.exec(String(body))?.[1]);
}

export interface LiveEvent {
  readonly event: string;
  readonly id?: string;
  readonly data: unknown;
}

/** A client of server-sent events, over a connection of its own. */
export class LiveClient {
  readonly events: LiveEvent[] = [];
  readonly #request: http.ClientRequest;
  #text = '';
  #status = 0;
  #ended = false;
  #cut = false;

  constructor(url: string, token: string, lastEventId?: string) {
    const last = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
    const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream', ...last };
    this.#request = http.get(url, { headers, agent: false }, (response) => {
      this.#status = response.statusCode ?? 0;
      response.on('data', (part: Buffer) => this.#read(part.toString()));
      response.on('end', () => (this.#ended = true));
      response.on('error', () => (this.#cut = true));
    });
    this.#request.on('error', () => (this.#cut = true));
  }

  /** The answer's status, once its headers are there. */
  async status(): Promise<number> {
    await this.#comesTrue('an answer', () => this.#status !== 0);
    return this.#status;
  }

  /** What the server ends; false: the connection was cut. */
  async endsCleanly(): Promise<boolean> {
    await this.#comesTrue('an end', () => this.#ended || this.#cut);
    return this.#ended && !this.#cut;
  }

  /** The states so far, once there are so many. */
  async statuses(count: number): Promise<unknown[]> {
    const told = (): LiveEvent[] => this.events.filter(({ event }) => event === 'claim');
    await this.#comesTrue(`${count} states`, () => told().length >= count);
    return told().map(({ data }) => Reflect.get(Object(data), 'status'));
  }

  leave(): void {
    this.#request.destroy();
  }

  async #comesTrue(what: string, isSo: () => boolean): Promise<void> {
    if (await until(SOON_MS, LOOK_EVERY_MS, () => Promise.resolve(isSo()))) return;
    throw new Error(`no ${what} within ${SOON_MS} ms, but: ${this.#status} ${JSON.stringify(this.events)}`);
  }

  #read(part: string): void {
    const blocks = `${this.#text}${part}`.split('\n\n');
    this.#text = blocks.pop() ?? '';
    for (const block of blocks) {
      const field = (name: string): string | undefined => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
      const [event, id] = [field('event'), field('id')];
      if (event === undefined) continue;
      this.events.push({ event, ...(id && { id }), data: JSON.parse(field('data') ?? 'null') });
    }
  }
}
