import type { Evidence } from '#checkers';
import type { StrategyView } from '#contracts';
import { Api } from '../../api.js';
import type { Cluster } from '../../cluster/cluster.js';
import type { Fault } from '../../faults/fault.js';
import { policyOf, runParameters } from '../../run-parameters.js';
import { SEATS_PER_ROW, seatingFor } from '../../seating.js';
import { connect } from '../../sale-records.js';
import { waitUntil } from '../../waiting.js';
import { Contender } from '../contender.js';
import type { MatrixPlace, RunPlan } from '../run-fault.js';
import type { StrikeTimes } from '../strike.js';
import { NO_FAULT } from '../strike.js';
import { Bearer } from './bearer.js';
import type { NewBearer, Overdue, Price } from './cast.js';
import { makeOverdue, paymentsOf } from './cast.js';
import { LIFE_STRATEGY, isLife } from './life-row.js';
import { Round } from './round.js';
import { sweepAt } from './sweep-at.js';
import { Webhooks } from './webhooks.js';

const HOLD_SECONDS = 1;
/** Four running holds, a newcomer, three for the next round. */
const SEATS_PER_ROUND = 8;
const OVER = { mostMs: 3_000, everyMs: 50 };
const SWEPT = { mostMs: 10_000, everyMs: 100 };

const ALL_OVER = `
  SELECT NOT EXISTS (
      SELECT FROM booking.claims WHERE event_id = $1 AND status = 'held' AND expires_at > clock_timestamp()) AS over,
    floor(extract(epoch FROM clock_timestamp()) * 1000000)::float8 AS "atUs"`;

/** An event whose claims live: docs/lab.md, "The life of a claim". */
export class Life {
  private overdue: Promise<Overdue | null> = Promise.resolve(null);
  private booked: Bearer | null = null;
  private customers = 0;
  private readonly free: Record<Price, string[]>;
  private readonly webhooks: Webhooks;
  private sweptAtUs: number | undefined;

  private constructor(
    private readonly cluster: Cluster,
    readonly contender: Contender,
    free: Record<Price, string[]>,
  ) {
    this.free = free;
    this.webhooks = new Webhooks(cluster.postgresUrl, contender.eventId);
  }

  /** null: nobody asked for it. */
  static async enter(
    { cluster, home, commit }: MatrixPlace,
    strategies: readonly StrategyView[],
    { fault, guard, seed, workMs, rounds }: RunPlan & { workMs: number; rounds: number },
  ): Promise<Life | null> {
    const view = strategies.find(isLife);
    if (view === undefined) return null;
    const wanted = { fault, guard, seed, workMs };
    const parameters = runParameters({ ...view, key: LIFE_STRATEGY }, cluster.replicas.length, wanted);
    const rows = Math.ceil((SEATS_PER_ROUND * rounds) / SEATS_PER_ROW);
    const { sections, labels } = seatingFor(2 * rows * SEATS_PER_ROW);
    const names = sections.flatMap((section) => ('rows' in section ? section.rows : []));
    const price = sections[0]?.price ?? 0;
    const section = { seatsPerRow: SEATS_PER_ROW };
    const place = { api: new Api(cluster.api), home, commit };
    const contender = await Contender.enter(place, view, parameters, {
      policy: { ...policyOf(parameters), holdSeconds: HOLD_SECONDS, payment: 'required' },
      sections: [
        { ...section, name: 'Stalls', rows: names.slice(0, rows), price },
        { ...section, name: 'Guests', rows: names.slice(rows), price: 0 },
      ],
    });
    const half = rows * SEATS_PER_ROW;
    const life = new Life(cluster, contender, { paid: labels.slice(0, half), free: labels.slice(half) });
    await life.webhooks.duplicateAll();
    return life;
  }

  /**
   * Beside the strike of the claims, which gets the fault to inject. Their first one is theirs alone: the wrong sort of
   * session lock fails only where nobody else uses its session.
   */
  async strike(fault: Fault, strikeClaims: (fault: Fault) => Promise<StrikeTimes>): Promise<StrikeTimes> {
    if (fault !== NO_FAULT) return await this.round(fault, strikeClaims);
    if (this.customers === 0) {
      const alone = await strikeClaims(fault);
      await this.round(fault, this.alone);
      return alone;
    }
    const [times] = await Promise.all([strikeClaims(fault), this.round(fault, this.alone)]);
    return times;
  }

  /** What is judged beside the rows; when all of its holds are over, swept and paid, and told once more. */
  async end(): Promise<Pick<Evidence, 'changes' | 'sweptAtUs'>> {
    const left = await this.overdue;
    if (left !== null) await this.webhooks.deliver(paymentsOf(left));
    await Promise.all([this.webhooks.untilSettled(), this.sweep()]);
    await this.webhooks.tellAgain();
    const { changes } = this.contender.recorder;
    return { changes, ...(this.sweptAtUs !== undefined && { sweptAtUs: this.sweptAtUs }) };
  }

  private async round(fault: Fault, strike: (fault: Fault) => Promise<StrikeTimes>): Promise<StrikeTimes> {
    const { contender, newBearer, webhooks, booked } = this;
    const overdue = await this.overdue;
    const stage = { contender, newBearer, webhooks, overdue, booked };
    let round: Round | undefined;
    let healingMs = 0;
    const times = await strike({
      ...fault,
      prepare: async (site) => {
        await fault.prepare?.(site);
        this.overdue = makeOverdue(newBearer, webhooks, this.urls).catch(() => null);
        round = new Round(stage, fault, site);
      },
      inject: async (site) => {
        if (round === undefined) throw new Error('a fault was injected that was not prepared');
        const injected = await round.inject(site);
        const heal = async (): Promise<void> => {
          healingMs = performance.now();
          await injected.heal();
        };
        return { happened: async () => await injected.happened(), heal };
      },
    });
    this.booked = (await round?.over()) ?? null;
    return { ...times, healingMs };
  }

  private readonly alone = async (fault: Fault): Promise<StrikeTimes> => {
    const [victim] = this.cluster.replicas;
    if (victim === undefined) throw new Error('no replica runs');
    const site = { cluster: this.cluster, victim, eventIds: [] };
    await fault.prepare?.(site);
    const injected = await fault.inject(site);
    const injectedMs = performance.now();
    await injected.happened();
    await injected.heal();
    return { injectedMs, healingMs: performance.now() };
  };

  private get urls(): string[] {
    return this.cluster.replicas.map(({ url }) => url);
  }

  private readonly newBearer: NewBearer = (wish) => {
    this.customers += 1;
    const seat = typeof wish === 'string' ? this.free[wish].shift() : wish.seat;
    if (seat === undefined) throw new Error('the seats of a run are not enough');
    const { eventId, recorder, parameters } = this.contender;
    return new Bearer({ eventId, recorder, seed: parameters.seed }, this.customers, seat);
  };

  /** When the last hold is over, at every replica. */
  private async sweep(): Promise<void> {
    const client = await connect(this.cluster.postgresUrl);
    try {
      const look = async (): Promise<{ over: boolean; atUs: number } | undefined> =>
        (await client.query<{ over: boolean; atUs: number }>(ALL_OVER, [this.contender.eventId])).rows[0];
      const seen = await waitUntil(look, (one) => one?.over === true, OVER);
      this.sweptAtUs = seen?.atUs;
    } finally {
      await client.end();
    }
    for (const url of this.urls)
      await waitUntil(
        async () => await sweepAt(url),
        (swept) => swept,
        SWEPT,
      );
  }
}
