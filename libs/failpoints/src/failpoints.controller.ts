import { Body, Controller, Delete, Get, HttpCode, Put, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Access } from '#access';
import { EventQuery, Failpoint, type FailpointList } from '#contracts';
import { ProblemError } from '#errors';
import { Failpoints } from './failpoints.js';

/** Arms this one process, so it is asked directly and not through the proxy. */
@ApiExcludeController()
@Controller('admin/failpoints')
export class FailpointsController {
  constructor(private readonly failpoints: Failpoints) {}

  @Put()
  @Access('lab')
  arm(@Body({ schema: Failpoint }) point: Failpoint): FailpointList {
    if (!this.failpoints.arm(point)) throw new ProblemError('too-many-failpoints');
    return { failpoints: this.failpoints.list(point.eventId) };
  }

  @Get()
  @Access('lab')
  list(@Query({ schema: EventQuery }) { eventId }: EventQuery): FailpointList {
    return { failpoints: this.failpoints.list(eventId) };
  }

  @Delete()
  @Access('lab')
  @HttpCode(204)
  disarm(@Query({ schema: EventQuery }) { eventId }: EventQuery): void {
    this.failpoints.disarm(eventId);
  }
}
