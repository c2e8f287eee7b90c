import { Readable } from 'node:stream';

/** For a client whose connection ends: another replica answers by then. */
const RETRY_MS = 1_000;
/** What a client may be behind: some twenty events, where a claim has four or five in its whole life. */
const UNREAD_BYTES_MOST = 16_384;
/** Shorter than whatever stands between us and the client waits for a word. */
const SILENT_MS_MOST = 15_000;

/**
 * Server-sent events, as a stream that the HTTP server reads as fast as its client does:
 * https://html.spec.whatwg.org/multipage/server-sent-events.html. Who does not read is cut off.
 * Not Nest's `@Sse`: that holds whatever a slow client does not read (nestjs/nest#12670, #17017).
 */
export class EventStream extends Readable {
  #saidAt = performance.now();
  #isOver = false;

  constructor() {
    super();
    this.#say(`retry: ${RETRY_MS}`);
  }

  /** Nothing is made on demand: what is said waits to be read. */
  override _read(): void {}

  event(event: string, data: unknown, id?: string): void {
    const lines = [`event: ${event}`, ...(id === undefined ? [] : [`id: ${id}`])];
    this.#say([...lines, `data: ${JSON.stringify(data)}`].join('\n'));
  }

  /** A comment, when nothing was said for long: so that a connection that is gone is noticed. */
  beat(): void {
    if (performance.now() - this.#saidAt >= SILENT_MS_MOST) this.#say(':');
  }

  finish(): void {
    this.#isOver = true;
    this.push(null);
  }

  #say(lines: string): void {
    if (this.#isOver || this.destroyed) return;
    this.#saidAt = performance.now();
    this.push(`${lines}\n\n`);
    if (this.readableLength > UNREAD_BYTES_MOST) this.destroy();
  }
}
