import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { SeatView } from '#contracts';
import { EventEntity } from '../db/event.entity.js';
import { SeatEntity } from '../db/seat.entity.js';

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
    return this.seats.find({
      where: { eventId },
      order: { seatId: 'ASC' },
      select: {
        label: true,
        section: true,
        row: true,
        number: true,
        price: true,
        status: true,
        version: true,
      },
    });
  }
}
