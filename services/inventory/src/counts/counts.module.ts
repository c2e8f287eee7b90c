import { Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { INVENTORY_CONSUMER, LedgerMessage } from '#contracts';
import { Failpoints } from '#failpoints';
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

const failpoints = {
  provide: Failpoints,
  inject: [INVENTORY_CONFIG],
  useFactory: ({ profile }: InventoryConfig) => new Failpoints(profile),
};

const transport = {
  provide: JetStreamTransport,
  inject: [MessagingLink, EventStream, DeadLetters, Failpoints],
  useFactory: (link: MessagingLink, stream: EventStream, deadLetters: DeadLetters, points: Failpoints) =>
    new JetStreamTransport({
      link,
      stream,
      durable: INVENTORY_CONSUMER,
      buryDeadLetter: (letter) => deadLetters.bury(letter),
      beforeAck: (message) =>
        points.passAll('before-ack', () =>
          LedgerMessage.parse(message.json()).rows.map(({ eventId }) => eventId),
        ),
      onOutcome: (outcome) => messages.inc({ outcome }),
    }),
};

@Module({
  imports: [InventoryConfigModule, MessagingModule],
  controllers: [BookingEventsConsumer, CountsController],
  providers: [database, failpoints, transport, ApplyBookingEvent, CountsStore, DeadLetters],
  exports: [Database, Failpoints],
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
