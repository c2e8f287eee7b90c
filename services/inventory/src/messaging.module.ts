import { Module } from '@nestjs/common';
import { BOOKINGS_STREAM, BOOKINGS_SUBJECTS } from '#contracts';
import { EventStream, MessagingLink, exitWhenGivenUp } from '#messaging';
import { INVENTORY_CONFIG, type InventoryConfig, InventoryConfigModule } from './config.js';

@Module({
  imports: [InventoryConfigModule],
  providers: [
    {
      provide: MessagingLink,
      inject: [INVENTORY_CONFIG],
      useFactory: ({ natsUrl }: InventoryConfig) =>
        new MessagingLink({ url: natsUrl, name: 'inventory', onGivenUp: exitWhenGivenUp }),
    },
    {
      provide: EventStream,
      inject: [MessagingLink],
      useFactory: (link: MessagingLink) => new EventStream(link, BOOKINGS_STREAM, [BOOKINGS_SUBJECTS]),
    },
  ],
  exports: [MessagingLink, EventStream],
})
export class MessagingModule {}
