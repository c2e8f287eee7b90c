import { within } from '#deadlines';

const WAIT_MS = 1_000;

/** Exclusion among the requests of this process, key by key in the given order; whoever waits too long gives up. */
export class KeyedMutex {
  readonly #tails = new Map<string, Promise<void>>();

  /** Runs the work while no other work with one of the keys runs; `tooLate` when that is not so within 1 s. */
  async exclusively<Value>(
    keys: readonly string[],
    work: () => Promise<Value>,
    tooLate: Value,
  ): Promise<Value> {
    const turn = new Turn();
    const before = keys.map((key) => this.#enqueue(key, turn.over));
    try {
      const admitted = await within(Promise.all(before), WAIT_MS);
      return admitted !== undefined ? await work() : tooLate;
    } finally {
      turn.end();
    }
  }

  /** Queues behind the key's tail; resolves with whoever was there before. */
  #enqueue(key: string, done: Promise<void>): Promise<void> {
    const ahead = this.#tails.get(key) ?? Promise.resolve();
    const tail = ahead.then(() => done);
    this.#tails.set(key, tail);
    void this.#forgetAfter(key, tail);
    return ahead;
  }

  async #forgetAfter(key: string, tail: Promise<void>): Promise<void> {
    await tail;
    if (this.#tails.get(key) === tail) this.#tails.delete(key);
  }
}

class Turn {
  end!: () => void;
  readonly over = new Promise<void>((resolve) => {
    this.end = resolve;
  });
}
