import {
  Inject,
  Logger,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { InjectDataSource, TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Database } from '#postgres';
import { BOOKING_CONFIG, type BookingConfig, BookingConfigModule } from '../config.js';
import { warmReads } from '../db/data-source.js';
import { EventEntity } from '../db/event.entity.js';
import { SeatEntity } from '../db/seat.entity.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { AbandonedSwitches } from './abandoned-switches.js';
import { EventReset } from './event-reset.js';
import { PolicySwitch } from './policy-switch.js';
import { Sales } from './sales.js';
import { SWITCHES_MOST, SWITCH_DATABASE } from './switch-session.js';

const switchDatabase = {
  provide: SWITCH_DATABASE,
  inject: [BOOKING_CONFIG],
  useFactory: (config: BookingConfig) => {
    const log = new Logger('SwitchDatabase');
    const pool = { applicationName: 'lastseat-policy', poolSize: SWITCHES_MOST };
    return new Database(config.databaseUrl, pool, (error) => log.warn(error.message));
  },
};

@Module({
  imports: [BookingConfigModule, LedgerModule, TypeOrmModule.forFeature([EventEntity, SeatEntity])],
  providers: [switchDatabase, AbandonedSwitches, Sales, PolicySwitch, EventReset],
  exports: [Sales, PolicySwitch, EventReset],
})
export class PolicyModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(SWITCH_DATABASE) private readonly database: Database,
    @InjectDataSource() private readonly source: DataSource,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await Promise.all([this.database.warm(), warmReads(this.source)]);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}
