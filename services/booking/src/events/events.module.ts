import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BookingConfigModule } from '../config.js';
import { EventEntity } from '../db/event.entity.js';
import { SeatEntity } from '../db/seat.entity.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { EventCreation } from './create-event.js';
import { EventReading } from './read-events.js';

@Module({
  imports: [BookingConfigModule, LedgerModule, TypeOrmModule.forFeature([EventEntity, SeatEntity])],
  providers: [EventCreation, EventReading],
  exports: [EventCreation, EventReading],
})
export class EventsModule {}
