import { randomBytes } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { type CreateEvent, type SalePolicy, sectionSize } from '#contracts';
import { BOOKING_CONFIG, type BookingConfig } from '../config.js';
import { EventEntity } from '../db/event.entity.js';
import { LedgerSignal } from '../ledger/ledger-signal.js';
import { type PolicyBreach, changedPolicy, defaultPolicy, policyBreach } from '../policy/policy-rules.js';
import { seating } from './seating.js';

/** 100,000 seats took 0.8 s on an idle machine; on a busy one that is above the deadline of a statement. */
const CREATION_MS = 15_000;
const EVENT_ID_BYTES = 8;

const INSERT_SEATS = `
  INSERT INTO booking.seats (event_id, seat_id, label, section, row_name, number, price)
  SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::integer[], $7::integer[])`;

/** The event's birth: from here on its counts are a fold of its ledger. */
const INSERT_BIRTHS = `
  INSERT INTO booking.ledger (event_id, section, to_status, seats, live_delta)
  SELECT $1, section, 'available', seats, 0 FROM unnest($2::text[], $3::integer[]) AS birth (section, seats)`;

/**
 * Until the planner has heard of an event it expects one row of it, and then reads all of its seats to find one: every
 * claim of a new event would cost as much as the event is large, and SERIALIZABLE claims would conflict with all others
 * (measured with 20 seats on PostgreSQL 15: 1,200 serialization failures for 20 sales, and 105 with this).
 */
const TELL_THE_PLANNER = `ANALYZE booking.seats`;

@Injectable()
export class EventCreation {
  readonly #log = new Logger(EventCreation.name);
  readonly #usualPolicy: SalePolicy;

  constructor(
    @InjectDataSource() private readonly source: DataSource,
    private readonly signal: LedgerSignal,
    @Inject(BOOKING_CONFIG) private readonly config: BookingConfig,
  ) {
    this.#usualPolicy = defaultPolicy(config);
  }

  async create(command: CreateEvent): Promise<EventEntity | PolicyBreach> {
    const policy = changedPolicy(this.#usualPolicy, command.policy);
    const breach = policyBreach(policy, this.config.profile);
    if (breach !== undefined) return breach;
    const eventId = randomBytes(EVENT_ID_BYTES).toString('hex');
    const event = await this.source.transaction(async (manager) => {
      await manager.query(`SET LOCAL statement_timeout = ${CREATION_MS}`);
      await manager.insert(EventEntity, {
        eventId,
        name: command.name,
        currency: command.currency,
        sections: command.sections,
        capacity: command.sections.reduce((sum, section) => sum + sectionSize(section), 0),
        policy,
      });
      await insertSeats(manager, eventId, command);
      return manager.findOneByOrFail(EventEntity, { eventId });
    });
    this.signal.written();
    await this.#tellThePlanner();
    return event;
  }

  /** The event is there; that its claims may be slow until autovacuum comes by is no reason to say otherwise. */
  async #tellThePlanner(): Promise<void> {
    try {
      await this.source.query(TELL_THE_PLANNER);
    } catch (error) {
      this.#log.warn(`no statistics for the new event: ${String(error)}`);
    }
  }
}

async function insertSeats(
  manager: EntityManager,
  eventId: string,
  { sections }: CreateEvent,
): Promise<void> {
  const seats = seating(sections);
  await manager.query(INSERT_SEATS, [
    eventId,
    seats.map((seat) => seat.seatId),
    seats.map((seat) => seat.label),
    seats.map((seat) => seat.section),
    seats.map((seat) => seat.row),
    seats.map((seat) => seat.number),
    seats.map((seat) => seat.price),
  ]);
  await manager.query(INSERT_BIRTHS, [eventId, sections.map((s) => s.name), sections.map(sectionSize)]);
}
