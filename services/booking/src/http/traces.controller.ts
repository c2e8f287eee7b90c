import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Access } from '#access';
import { type ClaimTraceList, EventQuery } from '#contracts';
import { ClaimTraces } from '../claims/support/claim-traces.js';
import { BOOKING_CONFIG, type BookingConfig } from '../config.js';

/** What this one replica has seen, so it is asked directly and not through the proxy. */
@ApiExcludeController()
@Controller('admin/traces')
export class TracesController {
  constructor(
    private readonly traces: ClaimTraces,
    @Inject(BOOKING_CONFIG) private readonly config: BookingConfig,
  ) {}

  @Get()
  @Access('lab')
  list(@Query({ schema: EventQuery }) { eventId }: EventQuery): ClaimTraceList {
    return { replica: this.config.replica, traces: this.traces.ofEvent(eventId) };
  }
}
