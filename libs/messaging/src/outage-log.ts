import type { Logger } from '@nestjs/common';

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : JSON.stringify(error));

/**
 * Tells when something stops to work and when it works again, not every failure in between: an outage is two
 * lines.
 */
export class OutageLog {
  #failures = 0;
  #since = 0;

  /** @param what e.g. "publishing" */
  constructor(
    private readonly log: Logger,
    private readonly what: string,
  ) {}

  failed(error: unknown): void {
    if (this.#failures === 0) {
      this.#since = performance.now();
      this.log.warn(`${this.what} fails: ${reasonOf(error)}`);
    }
    this.#failures += 1;
  }

  works(): void {
    if (this.#failures === 0) return;
    const seconds = ((performance.now() - this.#since) / 1_000).toFixed(1);
    this.log.log(`${this.what} works again after ${seconds} s and ${this.#failures} failures`);
    this.#failures = 0;
  }
}
