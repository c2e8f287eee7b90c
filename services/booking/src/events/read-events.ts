import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { SeatView } from '#contracts';
import { EventEntity } from '../db/event.entity.js';
import { SeatEntity } from '../db/seat.entity.js';

/** A hold whose time is over is free, though nobody has ended it yet. */
const SEAT_MAP = `
  SELECT label, section, row_name AS row, number, price, version,
    CASE WHEN status = 'held' AND expires_at <= clock_timestamp() THEN 'available' ELSE status END AS status
  FROM booking.seats WHERE event_id = $1 ORDER BY seat_id`;

@Injectable()
export class EventReading {
  constructor(
    @InjectRepository(EventEntity) private readonly events: Repository<EventEntity>,
    @InjectRepository(SeatEntity) private readonly seats: Repository<SeatEntity>,
  ) {}

  async newest(limit: number): Promise<EventEntity[]> {
    return this.events.find({ order: { createdAt: 'DESC' }, take: limit });
  }

  async find(eventId: string): Promise<EventEntity | undefined> {
    return (await this.events.findOneBy({ eventId })) ?? undefined;
  }

  async seatMap(eventId: string): Promise<SeatView[]> {
    return this.seats.query<SeatView[]>(SEAT_MAP, [eventId]);
  }
}
