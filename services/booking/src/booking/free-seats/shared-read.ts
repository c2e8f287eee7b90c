import { pause } from '#deadlines';

/**
 * Reads for many at once. Whoever asks gets a read that begins after he asked, so that it cannot miss what happened
 * before; those who ask while one is under way share the next; and between two reads there is a pause.
 */
export class SharedRead<Value> {
  #next: Promise<Value> | undefined;
  #quiet: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly pauseMs: number,
    private readonly read: () => Promise<Value>,
  ) {}

  ask(): Promise<Value> {
    if (this.#next !== undefined) return this.#next;
    const next = this.#quiet.then(() => {
      this.#next = undefined;
      return this.read();
    });
    this.#next = next;
    const rest = (): Promise<void> => pause(this.pauseMs);
    this.#quiet = next.then(rest, rest);
    return next;
  }
}
