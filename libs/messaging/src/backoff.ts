const FIRST_MS = 50;
const LONGEST_MS = 1_000;

/**
 * How long to wait after one more failure: doubling, bounded, and with jitter, so that replicas do not come
 * as one.
 */
export class Backoff {
  #limitMs = FIRST_MS;

  next(): number {
    const limitMs = this.#limitMs;
    this.#limitMs = Math.min(limitMs * 2, LONGEST_MS);
    return limitMs * (0.5 + Math.random() / 2);
  }

  reset(): void {
    this.#limitMs = FIRST_MS;
  }
}
