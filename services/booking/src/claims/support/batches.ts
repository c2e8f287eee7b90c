import { CommitUnknown, DatabaseUnavailable } from '#postgres';
import type { ClaimOutcome, ClaimRequest } from '../claim-strategy.js';
import { batchSize } from './claim-counters.js';
import { type Served, type SentAway, WaitingLine } from './waiting-line.js';

const LIMITS = { lengthMost: 2_000, waitMs: 1_000, servedTogetherMost: 128 };
/** After a batch failed, so many of its claims at a time are decided alone. */
const ALONE_AT_A_TIME = 4;

type Decide<Item> = (items: readonly Item[]) => Promise<readonly (ClaimOutcome | 'again')[]>;

/**
 * Claims of one event that arrive together are decided together, one batch at a time. A batch starts when the one
 * before has been committed; when there is none, with the first claim that comes.
 */
export class Batches<Item> {
  readonly #lines = new Map<string, WaitingLine<Item, ClaimOutcome>>();
  #closed = false;

  /** @param name of its metrics */
  constructor(
    private readonly name: string,
    private readonly decide: Decide<Item>,
  ) {}

  async enter(
    item: Item,
    { eventId, policyVersion }: Pick<ClaimRequest, 'eventId' | 'policyVersion'>,
  ): Promise<ClaimOutcome | SentAway> {
    if (this.#closed) return 'replica-stopping';
    // a batch is compared with one version of the policy
    const key = `${eventId} ${policyVersion}`;
    const line = this.#lines.get(key) ?? this.#open(key);
    return line.enter(item);
  }

  close(): void {
    this.#closed = true;
    for (const line of this.#lines.values()) line.close();
  }

  #open(key: string): WaitingLine<Item, ClaimOutcome> {
    const serve = (items: readonly Item[]): Promise<readonly Served<ClaimOutcome>[]> => this.#serve(items);
    const line = new WaitingLine(this.name, LIMITS, serve, () => this.#lines.delete(key));
    this.#lines.set(key, line);
    return line;
  }

  async #serve(items: readonly Item[]): Promise<readonly Served<ClaimOutcome>[]> {
    try {
      const outcomes = await this.decide(items);
      batchSize.observe({ strategy: this.name }, items.length);
      return outcomes.map(served);
    } catch (error) {
      if (items.length === 1 || hitsAll(error)) throw error;
      return this.#serveAlone(items);
    }
  }

  /** One of them cannot be decided: a key in an open transaction, a seat that the guard refuses. The others can. */
  async #serveAlone(items: readonly Item[]): Promise<Served<ClaimOutcome>[]> {
    const all: Served<ClaimOutcome>[] = [];
    for (let from = 0; from < items.length; from += ALONE_AT_A_TIME) {
      const some = items.slice(from, from + ALONE_AT_A_TIME);
      const results = await Promise.allSettled(some.map((item) => this.decide([item])));
      all.push(...results.map((one) => (one.status === 'rejected' ? one : served(one.value[0]))));
    }
    return all;
  }
}

const hitsAll = (error: unknown): boolean =>
  error instanceof DatabaseUnavailable || error instanceof CommitUnknown;

const served = (outcome: ClaimOutcome | 'again' | undefined): Served<ClaimOutcome> => {
  if (outcome === undefined) throw new Error('a claim without an outcome');
  return outcome === 'again' ? outcome : { status: 'fulfilled', value: outcome };
};
