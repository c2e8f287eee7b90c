import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BOOKING_CONFIG, type BookingConfig, BookingConfigModule } from './config.js';
import { readDataSource } from './db/data-source.js';
import { HttpModule } from './http/http.module.js';
import { OutboxModule } from './outbox/outbox.module.js';

@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      imports: [BookingConfigModule],
      inject: [BOOKING_CONFIG],
      useFactory: (config: BookingConfig) => readDataSource(config.databaseUrl),
    }),
    HttpModule,
    OutboxModule,
  ],
})
export class AppModule {}
