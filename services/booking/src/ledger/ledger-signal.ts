import { Injectable } from '@nestjs/common';

/** Says that ledger rows were committed in this process: a hint that spares the outbox its poll, never a promise. */
@Injectable()
export class LedgerSignal {
  readonly #listeners = new Set<() => void>();

  written(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Returns how to stop listening. */
  onWritten(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
