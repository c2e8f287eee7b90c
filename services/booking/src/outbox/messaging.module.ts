import { Module } from '@nestjs/common';
import { BOOKINGS_STREAM, BOOKINGS_SUBJECTS } from '#contracts';
import { EventStream, MessagingLink, Questions, exitWhenGivenUp } from '#messaging';
import { BOOKING_CONFIG, type BookingConfig, BookingConfigModule } from '../config.js';

/** The link to NATS: the outbox sends over it, replicas ask each other over it. */
@Module({
  imports: [BookingConfigModule],
  providers: [
    {
      provide: MessagingLink,
      inject: [BOOKING_CONFIG],
      useFactory: ({ natsUrl, replica }: BookingConfig) =>
        new MessagingLink({ url: natsUrl, name: replica, onGivenUp: exitWhenGivenUp }),
    },
    {
      provide: EventStream,
      inject: [MessagingLink],
      useFactory: (link: MessagingLink) => new EventStream(link, BOOKINGS_STREAM, [BOOKINGS_SUBJECTS]),
    },
    {
      provide: Questions,
      inject: [MessagingLink],
      useFactory: (link: MessagingLink) => new Questions(link),
    },
  ],
  exports: [MessagingLink, EventStream, Questions],
})
export class MessagingModule {}
