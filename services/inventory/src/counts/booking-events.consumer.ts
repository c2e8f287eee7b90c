import { Controller, UseFilters } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { LEDGER_SUBJECT, LedgerMessage } from '#contracts';
import { PassOnFilter } from '#messaging';
import { ApplyBookingEvent } from './apply-booking-event.js';

@Controller()
@UseFilters(PassOnFilter)
export class BookingEventsConsumer {
  constructor(private readonly event: ApplyBookingEvent) {}

  /** Acknowledged once this has resolved; what does not have the schema is a dead letter. */
  @EventPattern(LEDGER_SUBJECT, { schema: LedgerMessage })
  async apply(@Payload() message: LedgerMessage): Promise<void> {
    await this.event.apply(message);
  }
}
