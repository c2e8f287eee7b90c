import type { Client } from 'pg';
import { waitUntil } from '../../../lab/src/waiting.js';
import { connect } from '../../../lab/src/sale-records.js';
import { pause } from '#deadlines';
import { percentile } from '../../../lab/src/percentiles.js';

/** What a lag is known to: inventory is asked so often what it shows. */
const LOOK_EVERY_MS = 10;
const DRAINED = { mostMs: 60_000, everyMs: 100 };

interface Look {
  readonly atUs: number;
  readonly liveSeats: number;
}

export interface Lag {
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly maxMs: number | null;
}

/**
 * Writes down what inventory shows, by PostgreSQL's clock. The counts say how many seats are live and not which, so the
 * n-th live seat of the ledger is visible from when the count is n.
 */
export class ProjectionWatch {
  readonly #looks: Look[] = [];
  #watching = true;
  #done: Promise<void> = Promise.resolve();

  private constructor(
    private readonly client: Client,
    private readonly reader: Client,
    private readonly eventIds: readonly string[],
  ) {}

  static async of(postgresUrl: string, reader: Client, ...eventIds: string[]): Promise<ProjectionWatch> {
    const watch = new ProjectionWatch(await connect(postgresUrl), reader, eventIds);
    watch.#done = watch.#watch();
    return watch;
  }

  /** Once inventory shows all there is, or gives up; then how long each seat took. */
  async lag(): Promise<{ lag: Lag; drained: boolean }> {
    // a claim may have been under way when the load stopped listening: what is equal once may have to catch up again
    let equalBefore = -1;
    const isEqual = async (): Promise<boolean> => {
      const [live, shown] = [await this.#live(), this.#looks.at(-1)?.liveSeats ?? 0];
      const settled = live === shown && live === equalBefore;
      equalBefore = live === shown ? live : -1;
      return settled;
    };
    const drained = await waitUntil(isEqual, (settled) => settled, DRAINED);
    this.#watching = false;
    await this.#done;
    const lag = lagOf(await this.#written(), this.#looks);
    await this.client.end();
    return { lag, drained };
  }

  async #watch(): Promise<void> {
    while (this.#watching) {
      const { rows } = await this.client.query<Look>(LOOK, [this.eventIds]);
      this.#looks.push(...rows);
      await pause(LOOK_EVERY_MS);
    }
  }

  async #live(): Promise<number> {
    const { rows } = await this.reader.query<{ live: number }>(LIVE, [this.eventIds]);
    return rows[0]?.live ?? 0;
  }

  async #written(): Promise<number[]> {
    const { rows } = await this.reader.query<{ atUs: number }>(WRITTEN, [this.eventIds]);
    return rows.map(({ atUs }) => atUs);
  }
}

/** @param written when each live seat was written, in order */
export function lagOf(written: readonly number[], looks: readonly Look[]): Lag {
  let look = 0;
  const lags = written.flatMap((atUs, index) => {
    while (look < looks.length && (looks[look]?.liveSeats ?? 0) <= index) look += 1;
    const seen = looks[look];
    return seen === undefined ? [] : [(seen.atUs - atUs) / 1_000];
  });
  const sorted = lags.toSorted((one, other) => one - other);
  const at = (share: number): number | null => percentile(sorted, share);
  return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), maxMs: sorted.at(-1) ?? null };
}

const LOOK = `
  SELECT floor(extract(epoch FROM clock_timestamp()) * 1000000)::float8 AS "atUs",
         coalesce(sum(live_seats), 0)::float8 AS "liveSeats"
  FROM inventory.counts WHERE event_id = ANY($1)`;
const LIVE = `
  SELECT count(*)::float8 AS live FROM booking.ledger WHERE event_id = ANY($1) AND live_delta = 1`;
const WRITTEN = `
  SELECT floor(extract(epoch FROM written_at) * 1000000)::float8 AS "atUs"
  FROM booking.ledger WHERE event_id = ANY($1) AND live_delta = 1 ORDER BY written_at`;
