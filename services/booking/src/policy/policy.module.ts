import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BookingConfigModule } from '../config.js';
import { EventEntity } from '../db/event.entity.js';
import { SeatEntity } from '../db/seat.entity.js';
import { PolicySwitch } from './policy-switch.js';
import { Sales } from './sales.js';

@Module({
  imports: [BookingConfigModule, TypeOrmModule.forFeature([EventEntity, SeatEntity])],
  providers: [Sales, PolicySwitch],
  exports: [Sales, PolicySwitch],
})
export class PolicyModule {}
