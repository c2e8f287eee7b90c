import { Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { INVENTORY_CONSUMER } from '#contracts';
import { EventStream, JetStreamTransport, MessagingLink } from '#messaging';
import { Database } from '#postgres';
import { INVENTORY_CONFIG, type InventoryConfig, InventoryConfigModule } from '../config.js';
import { MessagingModule } from '../messaging.module.js';
import { ApplyBookingEvent } from './apply-booking-event.js';
import { watchAvailableSeats } from './available-seats.js';
import { BookingEventsConsumer } from './booking-events.consumer.js';
import { messages } from './counts-metrics.js';
import { CountsController } from './counts.controller.js';
import { CountsStore } from './counts.store.js';
import { DeadLetters } from './dead-letters.js';

const POOL = { applicationName: 'lastseat-inventory', poolSize: 5 };

const database = {
  provide: Database,
  inject: [INVENTORY_CONFIG],
  useFactory: ({ databaseUrl }: InventoryConfig) => {
    const log = new Logger('InventoryDatabase');
    return new Database(databaseUrl, POOL, (error) => log.warn(error.message));
  },
};

const transport = {
  provide: JetStreamTransport,
  inject: [MessagingLink, EventStream, DeadLetters],
  useFactory: (link: MessagingLink, stream: EventStream, deadLetters: DeadLetters) =>
    new JetStreamTransport({
      link,
      stream,
      durable: INVENTORY_CONSUMER,
      buryDeadLetter: (letter) => deadLetters.bury(letter),
      onOutcome: (outcome) => messages.inc({ outcome }),
    }),
};

@Module({
  imports: [InventoryConfigModule, MessagingModule],
  controllers: [BookingEventsConsumer, CountsController],
  providers: [database, transport, ApplyBookingEvent, CountsStore, DeadLetters],
  exports: [Database],
})
export class CountsModule implements OnApplicationShutdown {
  readonly #stopWatching: () => void;

  constructor(private readonly sessions: Database) {
    this.#stopWatching = watchAvailableSeats(sessions);
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopWatching();
    await this.sessions.close();
  }
}
