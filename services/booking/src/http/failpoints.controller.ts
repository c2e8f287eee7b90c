import { Body, Controller, Delete, Get, HttpCode, Inject, Put, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { EventQuery, Failpoint, type FailpointList } from '#contracts';
import { ProblemError } from '#errors';
import { Failpoints } from '../claims/support/failpoints.js';
import { BOOKING_CONFIG, type BookingConfig } from '../config.js';

/** Arms pauses in this one replica, so it is asked directly and not through the proxy. Unknown in production. */
@ApiExcludeController()
@Controller('admin/failpoints')
export class FailpointsController {
  constructor(
    private readonly failpoints: Failpoints,
    @Inject(BOOKING_CONFIG) private readonly config: BookingConfig,
  ) {}

  @Put()
  arm(@Body({ schema: Failpoint }) point: Failpoint): FailpointList {
    this.#onlyInTheLab();
    if (!this.failpoints.arm(point)) throw new ProblemError('too-many-failpoints');
    return { failpoints: this.failpoints.list(point.eventId) };
  }

  @Get()
  list(@Query({ schema: EventQuery }) { eventId }: EventQuery): FailpointList {
    this.#onlyInTheLab();
    return { failpoints: this.failpoints.list(eventId) };
  }

  @Delete()
  @HttpCode(204)
  disarm(@Query({ schema: EventQuery }) { eventId }: EventQuery): void {
    this.#onlyInTheLab();
    this.failpoints.disarm(eventId);
  }

  #onlyInTheLab(): void {
    if (this.config.profile !== 'lab') throw new ProblemError('not-found');
  }
}
