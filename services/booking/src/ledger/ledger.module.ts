import {
  Inject,
  Logger,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Failpoints } from '#failpoints';
import { Database } from '#postgres';
import { BOOKING_CONFIG, type BookingConfig, BookingConfigModule } from '../config.js';
import { Decisions } from './decisions.js';
import { LedgerSignal } from './ledger-signal.js';
import { ChangeSteps } from './life/change-steps.js';
import { ClaimLife } from './life/claim-life.js';
import { ClaimsReset } from './life/claims-reset.js';
import { Overdue } from './life/overdue.js';
import { ClaimPayments } from './payments/claim-payments.js';
import { PendingClaims } from './pending-claims.js';
import { watchPool } from './pool-metrics.js';
import { SaleStatistics } from './sale-statistics.js';
import { SeatHolders } from './seat-holders.js';
import { SeatLedger } from './seat-ledger.js';
import { SEATS_APPLICATION, SEAT_DATABASE, SeatTransactions } from './seat-transactions.js';

const seatDatabase = {
  provide: SEAT_DATABASE,
  inject: [BOOKING_CONFIG],
  useFactory: (config: BookingConfig) => {
    const log = new Logger('SeatDatabase');
    const pool = { applicationName: SEATS_APPLICATION, poolSize: config.seatPoolSize };
    return new Database(config.databaseUrl, pool, (error) => log.warn(error.message));
  },
};

const failpoints = {
  provide: Failpoints,
  inject: [BOOKING_CONFIG],
  useFactory: ({ profile }: BookingConfig) => new Failpoints(profile),
};

const OFFERED = [
  LedgerSignal,
  SeatTransactions,
  SeatLedger,
  Decisions,
  ChangeSteps,
  ClaimLife,
  Overdue,
  PendingClaims,
  ClaimPayments,
  ClaimsReset,
  SeatHolders,
  SaleStatistics,
];

@Module({
  imports: [BookingConfigModule],
  providers: [seatDatabase, failpoints, ...OFFERED],
  exports: [SEAT_DATABASE, Failpoints, ...OFFERED],
})
export class LedgerModule implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #stopWatching: () => void;

  constructor(@Inject(SEAT_DATABASE) private readonly database: Database) {
    this.#stopWatching = watchPool(database);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.database.warm();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopWatching();
    await this.database.close();
  }
}
