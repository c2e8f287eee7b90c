import { randomUUID } from 'node:crypto';
import type { CreateEvent, StrategyView } from '#contracts';
import type { Api } from '../api.js';
import { BuyerConnection } from '../driver/buyer-connection.js';
import type { Counter, Patience } from '../driver/buyer.js';
import { buy } from '../driver/buyer.js';
import { HISTORY_FORMAT } from '../history/lines.js';
import { HistoryRecorder } from '../history/recorder.js';
import type { RunParameters } from '../run-parameters.js';
import { policyOf } from '../run-parameters.js';
import type { RunFolder } from '../runs-folder.js';
import { openRun } from '../runs-folder.js';
import { seatingFor } from '../seating.js';
import { seededRandom } from '../seeded-random.js';
import type { Phase, PhaseName } from './cell.js';

/** Longer than any fault lasts, and often enough to see when a seat is free again. */
export const UNTIL_HE_KNOWS: Patience = {
  attemptsMost: 150,
  totalMsMost: 20_000,
  pauseMs: { first: 20, most: 100 },
};

/** It leaves seats locked for as long as a session lives: nobody will know, and nobody need wait for that. */
const LEAVES_LOCKED = 'advisory-session';
const NOT_FOR_EVER: Patience = { ...UNTIL_HE_KNOWS, totalMsMost: 1_000 };

/** Another replica each time, the first one first. */
export class Rotation implements Counter {
  private readonly connections: BuyerConnection[];
  private asked = 0;

  constructor(urls: readonly string[], firstAnswerMsMost?: number) {
    this.connections = urls.map(
      (url, index) => new BuyerConnection(url, index === 0 ? firstAnswerMsMost : undefined),
    );
  }

  post(...request: Parameters<Counter['post']>): ReturnType<Counter['post']> {
    const connection = this.connections[this.asked % this.connections.length];
    this.asked += 1;
    if (connection === undefined) throw new Error('a customer has nobody to ask');
    return connection.post(...request);
  }

  close(): void {
    for (const connection of this.connections) connection.close();
  }
}

/** Part of a run, on `performance.now()`. */
export interface Span {
  name: PhaseName;
  fromMs: number;
  toMs: number;
}

/** One strategy in a run of the matrix: its event, its history, and where its customers stand. */
export class Contender {
  private nextSeat = 0;
  private customers = 0;
  hits = 0;
  strikes = 0;
  /** when a fault hit its claims, in µs of the history's clock */
  readonly struck: { seat: string; atUs: number }[] = [];

  private readonly clockUs: number;

  private constructor(
    readonly strategy: StrategyView,
    readonly parameters: RunParameters,
    readonly event: { eventId: string; policyVersion: number; seats: readonly string[] },
    readonly folder: RunFolder,
    readonly recorder: HistoryRecorder,
  ) {
    this.clockUs = recorder.nowUs() - performance.now() * 1_000;
  }

  static async enter(
    place: { api: Api; home: string; commit: string | null },
    strategy: StrategyView,
    parameters: RunParameters,
    more: Partial<CreateEvent> = {},
  ): Promise<Contender> {
    const { sections, labels: seats } = seatingFor(parameters.seats);
    const name = `Matrix: ${strategy.key}, ${parameters.fault ?? 'no fault'}`;
    const policy = policyOf(parameters);
    const created = await place.api.createEvent({ name, currency: 'EUR', sections, policy, ...more });
    const event = { eventId: created.eventId, policyVersion: created.policyVersion, seats };
    const folder = await openRun(place.home, parameters);
    const recorder = new HistoryRecorder(folder.history, {
      ...{ kind: 'run', format: HISTORY_FORMAT, run: folder.id, startedAt: new Date().toISOString() },
      ...{ eventId: event.eventId, policyVersion: event.policyVersion, commit: place.commit, parameters },
    });
    return new Contender(strategy, parameters, event, folder, recorder);
  }

  get eventId(): string {
    return this.event.eventId;
  }

  /** On the clock of its history. */
  phaseOf({ name, fromMs, toMs }: Span): Phase {
    return { name, fromUs: this.clockUs + fromMs * 1_000, toUs: this.clockUs + toMs * 1_000 };
  }

  /** A seat that nobody has asked for yet. */
  takeSeat(): string {
    const seat = this.event.seats[this.nextSeat];
    this.nextSeat += 1;
    if (seat === undefined) throw new Error(`the ${this.event.seats.length} seats of a run are not enough`);
    return seat;
  }

  /** A new customer, who asks these replicas in turn; comes back when he knows, or has spent his patience. */
  async ask(seat: string, urls: readonly string[], firstAnswerMsMost?: number): Promise<void> {
    this.customers += 1;
    const process = this.customers;
    const connection = new Rotation(urls, firstAnswerMsMost);
    const wish = { customer: `customer-${process}`, seats: [seat], quantity: 1 };
    const random = seededRandom(this.parameters.seed * 1_000_003 + process);
    const patience = this.strategy.key === LEAVES_LOCKED ? NOT_FOR_EVER : UNTIL_HE_KNOWS;
    const buyer = { process, wish, key: randomUUID(), connection, random, patience };
    try {
      await buy(buyer, `/v1/events/${this.eventId}/claims`, this.recorder);
    } finally {
      connection.close();
    }
  }
}
