import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access } from '#access';
import { EventCounts, EventId } from '#contracts';
import { ProblemError } from '#errors';
import { CountsStore } from './counts.store.js';

@ApiTags('inventory')
@Controller('v1/inventory/events')
export class CountsController {
  constructor(private readonly counts: CountsStore) {}

  /** Kept from booking's events; a little behind it, and never asked by it. */
  @Get(':eventId')
  @Access('public')
  @ApiOkResponse({ standardSchema: EventCounts })
  async show(@Param('eventId', { schema: EventId }) eventId: string): Promise<EventCounts> {
    const found = await this.counts.read(eventId);
    if (found === undefined)
      throw new ProblemError('event-unknown', `Nothing has arrived of event ${eventId}.`);
    return found;
  }
}
