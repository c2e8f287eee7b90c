import {
  Inject,
  Logger,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Failpoints } from '#failpoints';
import { EventStream, MessagingLink } from '#messaging';
import { Database } from '#postgres';
import { BOOKING_CONFIG, type BookingConfig, BookingConfigModule } from '../config.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { LedgerSignal } from '../ledger/ledger-signal.js';
import { AppliedMarker } from './applied-marker.js';
import { MessagingModule } from './messaging.module.js';
import { OutboxRelay } from './outbox-relay.js';
import { SentStream } from './sent-stream.js';

const RELAY_DATABASE = Symbol('RelayDatabase');
/**
 * Not the name of seat transactions: the relay may wait for NATS, and a switch of the policy must not wait
 * for it.
 */
const RELAY_APPLICATION = 'lastseat-relay';
/** One for the batch under way, one for the marker, one for a judgement. */
const RELAY_SESSIONS = 3;

const relayDatabase = ({ databaseUrl }: BookingConfig): Database => {
  const log = new Logger('RelayDatabase');
  const pool = { applicationName: RELAY_APPLICATION, poolSize: RELAY_SESSIONS };
  return new Database(databaseUrl, pool, (error) => log.warn(error.message));
};

@Module({
  imports: [BookingConfigModule, LedgerModule, MessagingModule],
  providers: [
    { provide: RELAY_DATABASE, inject: [BOOKING_CONFIG], useFactory: relayDatabase },
    {
      provide: SentStream,
      inject: [RELAY_DATABASE, MessagingLink, EventStream],
      useFactory: (...parts: ConstructorParameters<typeof SentStream>) => new SentStream(...parts),
    },
    {
      provide: OutboxRelay,
      inject: [RELAY_DATABASE, MessagingLink, EventStream, SentStream, Failpoints],
      useFactory: (...parts: ConstructorParameters<typeof OutboxRelay>) => new OutboxRelay(...parts),
    },
    {
      provide: AppliedMarker,
      inject: [RELAY_DATABASE, MessagingLink, EventStream, SentStream],
      useFactory: (...parts: ConstructorParameters<typeof AppliedMarker>) => new AppliedMarker(...parts),
    },
  ],
})
export class OutboxModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(RELAY_DATABASE) private readonly database: Database,
    private readonly relay: OutboxRelay,
    private readonly marker: AppliedMarker,
    @Inject(LedgerSignal) private readonly signal: LedgerSignal,
  ) {}

  onApplicationBootstrap(): void {
    this.signal.onWritten(() => this.relay.wake());
    this.relay.start();
    this.marker.start();
  }

  /** After HTTP was closed, and before the link and the database of the ledger are. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.relay.stop(), this.marker.stop()]);
    await this.database.close();
  }
}
