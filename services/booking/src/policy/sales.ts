import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { SEEN_POLICIES_MOST, type SeenPolicy } from '#contracts';
import { asUnavailable } from '#postgres';
import { EventEntity } from '../db/event.entity.js';
import { SeatEntity } from '../db/seat.entity.js';
import { AbandonedSwitches } from './abandoned-switches.js';
import type { Sale, SaleSeat } from './sale.js';
import { watchStrategies } from './strategy-gauge.js';

/** About 300 bytes a seat: 60 MB at the most. */
const REMEMBERED_SEATS_MOST = 200_000;

type Seats = Pick<Sale, 'seatsByLabel' | 'seatsById'>;

interface Remembered {
  /** Undefined: the policy is to be read again. */
  loading?: Promise<Sale | undefined> | undefined;
  isLoading?: boolean;
  seats?: Seats;
  seen?: SeenPolicy;
}

/**
 * The sales that this replica remembers; the least recently asked for is forgotten first. A remembered policy may be
 * an old one: every claim compares its version in its own write statement, refuses, and it is read again. The seats are
 * not: they never change, and there may be 100,000.
 */
@Injectable()
export class Sales implements OnModuleDestroy {
  readonly #remembered = new Map<string, Remembered>();
  readonly #stopWatching = watchStrategies(() => this.seen());

  constructor(
    @InjectRepository(EventEntity) private readonly events: Repository<EventEntity>,
    @InjectRepository(SeatEntity) private readonly seats: Repository<SeatEntity>,
    private readonly abandoned: AbandonedSwitches,
  ) {}

  onModuleDestroy(): void {
    this.#stopWatching();
  }

  async find(eventId: string): Promise<Sale | undefined> {
    const entry = this.#remembered.get(eventId) ?? {};
    this.#remembered.delete(eventId);
    this.#remembered.set(eventId, entry);
    if (entry.loading !== undefined) return entry.loading.catch(rethrowUnavailable);
    entry.isLoading = true;
    const loading = this.#load(eventId, entry);
    entry.loading = loading;
    return this.#finish(eventId, entry, loading);
  }

  /**
   * The policy of the event is another by now. What is being read this moment is not read once more: when it is too old
   * as well, the next claim says so; and however many claims say so at once, one session reads.
   */
  forget(eventId: string): void {
    const entry = this.#remembered.get(eventId);
    if (entry?.isLoading === false) entry.loading = undefined;
  }

  /** Reads the policy again if this replica sells the event. */
  async renew(eventId: string): Promise<void> {
    if (!this.#remembered.has(eventId)) return;
    await this.find(eventId);
    this.forget(eventId);
    await this.find(eventId);
  }

  /** The newest policies that were read: of the event, or of the sales that were used last. */
  seen(eventId?: string): SeenPolicy[] {
    const entries = eventId === undefined ? [...this.#remembered.values()] : [this.#remembered.get(eventId)];
    const seen = entries.flatMap((entry) => entry?.seen ?? []);
    return seen.toReversed().slice(0, SEEN_POLICIES_MOST);
  }

  async #finish(
    eventId: string,
    entry: Remembered,
    loading: Promise<Sale | undefined>,
  ): Promise<Sale | undefined> {
    const sale = await loading.catch((error: unknown) => {
      this.#drop(eventId, entry);
      return rethrowUnavailable(error);
    });
    entry.isLoading = false;
    if (sale === undefined) this.#drop(eventId, entry);
    this.#makeRoom(entry);
    return sale;
  }

  #drop(eventId: string, entry: Remembered): void {
    if (this.#remembered.get(eventId) === entry) this.#remembered.delete(eventId);
  }

  #makeRoom(newest: Remembered): void {
    let total = 0;
    for (const { seats } of this.#remembered.values()) total += seats?.seatsById.size ?? 0;
    for (const [eventId, entry] of this.#remembered) {
      if (total <= REMEMBERED_SEATS_MOST) return;
      if (entry === newest) continue;
      this.#remembered.delete(eventId);
      total -= entry.seats?.seatsById.size ?? 0;
    }
  }

  /** The event first: seats that are read before it was there would be none. */
  async #load(eventId: string, entry: Remembered): Promise<Sale | undefined> {
    const event = await this.events.findOneBy({ eventId });
    if (event === null) return undefined;
    if (event.switching) this.abandoned.reopen(eventId);
    entry.seats ??= await this.#readSeats(eventId);
    const { policy, policyVersion } = event;
    entry.seen = { eventId, policyVersion, strategy: policy.strategy, seenAt: new Date().toISOString() };
    return { eventId, policy, policyVersion, ...entry.seats };
  }

  async #readSeats(eventId: string): Promise<Seats> {
    const seats: SaleSeat[] = await this.seats.find({
      where: { eventId },
      select: { seatId: true, label: true, section: true, row: true, number: true, price: true },
    });
    return {
      seatsByLabel: new Map(seats.map((seat) => [seat.label, seat])),
      seatsById: new Map(seats.map((seat) => [seat.seatId, seat])),
    };
  }
}

const rethrowUnavailable = (error: unknown): never => {
  throw asUnavailable(error);
};
