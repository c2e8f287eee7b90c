import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { asUnavailable } from '#postgres';
import { EventEntity } from '../db/event.entity.js';
import { SeatEntity } from '../db/seat.entity.js';
import type { Sale, SaleSeat } from './sale.js';

/** About 300 bytes a seat: 60 MB at the most. */
const REMEMBERED_SEATS_MOST = 200_000;

interface Remembered {
  readonly loading: Promise<Sale | undefined>;
  seats: number;
}

/**
 * The sales that this replica remembers; the least recently asked for is forgotten first. A remembered policy may be
 * an old one: every claim compares its version in its own write statement, refuses, and it is read again.
 */
@Injectable()
export class Sales {
  readonly #remembered = new Map<string, Remembered>();

  constructor(
    @InjectRepository(EventEntity) private readonly events: Repository<EventEntity>,
    @InjectRepository(SeatEntity) private readonly seats: Repository<SeatEntity>,
  ) {}

  async find(eventId: string): Promise<Sale | undefined> {
    const known = this.#remembered.get(eventId);
    const entry = known ?? { loading: this.#load(eventId), seats: 0 };
    this.#remembered.delete(eventId);
    this.#remembered.set(eventId, entry);
    return known === undefined ? this.#finish(eventId, entry) : known.loading.catch(rethrowUnavailable);
  }

  forget(eventId: string): void {
    this.#remembered.delete(eventId);
  }

  async #finish(eventId: string, entry: Remembered): Promise<Sale | undefined> {
    const sale = await entry.loading.catch((error: unknown) => {
      this.#drop(eventId, entry);
      return rethrowUnavailable(error);
    });
    if (sale === undefined) this.#drop(eventId, entry);
    else entry.seats = sale.seatsById.size;
    this.#makeRoom(entry);
    return sale;
  }

  #drop(eventId: string, entry: Remembered): void {
    if (this.#remembered.get(eventId) === entry) this.#remembered.delete(eventId);
  }

  #makeRoom(newest: Remembered): void {
    let total = 0;
    for (const { seats } of this.#remembered.values()) total += seats;
    for (const [eventId, entry] of this.#remembered) {
      if (total <= REMEMBERED_SEATS_MOST) return;
      if (entry === newest) continue;
      this.#remembered.delete(eventId);
      total -= entry.seats;
    }
  }

  async #load(eventId: string): Promise<Sale | undefined> {
    const event = await this.events.findOneBy({ eventId });
    if (event === null) return undefined;
    const seats: SaleSeat[] = await this.seats.find({
      where: { eventId },
      select: { seatId: true, label: true, section: true, row: true, number: true, price: true },
    });
    return {
      eventId,
      policy: event.policy,
      policyVersion: event.policyVersion,
      seatsByLabel: new Map(seats.map((seat) => [seat.label, seat])),
      seatsById: new Map(seats.map((seat) => [seat.seatId, seat])),
    };
  }
}

const rethrowUnavailable = (error: unknown): never => {
  throw asUnavailable(error);
};
