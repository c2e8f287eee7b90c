import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BOOKING_CONFIG, type BookingConfig, BookingConfigModule } from './config.js';
import { readDataSource } from './db/data-source.js';
import { HttpModule } from './http/http.module.js';
import { OutboxModule } from './outbox/outbox.module.js';

/** A replica waits for PostgreSQL (a minute), and for nothing else. */
const WAIT_FOR_POSTGRES = { retryAttempts: 240, retryDelay: 250, verboseRetryLog: false };

@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      imports: [BookingConfigModule],
      inject: [BOOKING_CONFIG],
      useFactory: (config: BookingConfig) => ({
        ...readDataSource(config.databaseUrl),
        ...WAIT_FOR_POSTGRES,
      }),
    }),
    HttpModule,
    OutboxModule,
  ],
})
export class AppModule {}
