import { Gauge } from 'prom-client';
import { metrics } from '#telemetry';

const depth = new Gauge({
  name: 'claim_queue_depth',
  help: 'claims that wait in this process to be begun',
  labelNames: ['strategy'],
  registers: [metrics],
});

interface Limits {
  readonly lengthMost: number;
  /** Whoever has waited for longer is sent away instead of being served. */
  readonly waitMs: number;
  readonly servedTogetherMost: number;
}

/** `again`: to be served once more, before those who came later. */
export type Served<Result> = PromiseSettledResult<Result> | 'again';
export type SentAway = 'queue-full' | 'queue-timeout' | 'replica-stopping';

interface Entry<Item, Result> {
  readonly item: Item;
  readonly since: number;
  readonly resolve: (result: Result | SentAway) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A bounded queue with one server, who takes those at the front as soon as he is done with the ones before; there is
 * no timer. What waits here waits in the memory of this process, and nobody else knows of it.
 */
export class WaitingLine<Item, Result> {
  #waiting: Entry<Item, Result>[] = [];
  #serving = false;
  #closed = false;

  constructor(
    private readonly strategy: string,
    private readonly limits: Limits,
    private readonly serve: (items: readonly Item[]) => Promise<readonly Served<Result>[]>,
    private readonly onEmpty: () => void = () => undefined,
  ) {}

  enter(item: Item): Promise<Result | SentAway> {
    if (this.#closed) return Promise.resolve('replica-stopping');
    if (this.#waiting.length >= this.limits.lengthMost) return Promise.resolve('queue-full');
    const served = new Promise<Result | SentAway>((resolve, reject) => {
      this.#waiting.push({ item, since: performance.now(), resolve, reject });
    });
    depth.inc({ strategy: this.strategy });
    if (!this.#serving) void this.#serveAll();
    return served;
  }

  /** Sends away all who wait and all who come; whoever is being served is served to the end. */
  close(): void {
    this.#closed = true;
    for (const entry of this.#leave(this.#waiting.length)) entry.resolve('replica-stopping');
  }

  async #serveAll(): Promise<void> {
    this.#serving = true;
    while (this.#waiting.length > 0) {
      const entries = this.#leave(this.limits.servedTogetherMost).filter((entry) => this.#isInTime(entry));
      if (entries.length > 0) await this.#serveEntries(entries);
    }
    this.#serving = false;
    this.onEmpty();
  }

  #isInTime(entry: Entry<Item, Result>): boolean {
    const inTime = performance.now() - entry.since <= this.limits.waitMs;
    if (!inTime) entry.resolve('queue-timeout');
    return inTime;
  }

  async #serveEntries(entries: readonly Entry<Item, Result>[]): Promise<void> {
    try {
      const served = await this.serve(entries.map((entry) => entry.item));
      const again = entries.filter((entry, index) => !settle(entry, served[index]));
      if (this.#closed) for (const entry of again) entry.resolve('replica-stopping');
      else this.#return(again);
    } catch (error) {
      for (const entry of entries) entry.reject(error);
    }
  }

  #leave(count: number): Entry<Item, Result>[] {
    const leaving = this.#waiting.splice(0, count);
    depth.dec({ strategy: this.strategy }, leaving.length);
    return leaving;
  }

  #return(entries: readonly Entry<Item, Result>[]): void {
    this.#waiting.unshift(...entries);
    depth.inc({ strategy: this.strategy }, entries.length);
  }
}

/** False: it is to be served again. */
function settle<Item, Result>(entry: Entry<Item, Result>, served: Served<Result> | undefined): boolean {
  if (served === 'again') return false;
  if (served === undefined) entry.reject(new Error('nobody served it'));
  else if (served.status === 'fulfilled') entry.resolve(served.value);
  else entry.reject(served.reason);
  return true;
}
