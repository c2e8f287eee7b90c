import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access } from '#access';
import { CreateEvent, EventId, EventList, EventView, ListEvents, SeatMap } from '#contracts';
import type { EventEntity } from '../db/event.entity.js';
import { EventCreation } from '../events/create-event.js';
import { EventReading } from '../events/read-events.js';
import { eventUnknown, policyProblem } from './event-problems.js';
import { eventHeaders, eventSummary, eventView } from './event-views.js';
import { Serialized } from './serialized.js';

@ApiTags('events')
@Controller('v1/events')
export class EventsController {
  constructor(
    private readonly creation: EventCreation,
    private readonly reading: EventReading,
  ) {}

  @Post()
  @Access('admin')
  @ApiOperation({ summary: 'An event with its seats, and the policy by which they are sold' })
  @ApiCreatedResponse({ standardSchema: EventView })
  @Serialized(EventView)
  async create(
    @Body({ schema: CreateEvent }) command: CreateEvent,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EventView> {
    const created = await this.creation.create(command);
    if ('breach' in created) throw policyProblem(created, 'policy.');
    return answered(reply, created);
  }

  @Get()
  @Access('public')
  @ApiOperation({ summary: 'The events, newest first' })
  @ApiOkResponse({ standardSchema: EventList })
  async list(@Query({ schema: ListEvents }) { limit }: ListEvents): Promise<EventList> {
    return { events: (await this.reading.newest(limit)).map(eventSummary) };
  }

  @Get(':eventId')
  @Access('public')
  @ApiOperation({ summary: 'One event and its sale policy' })
  @ApiOkResponse({ standardSchema: EventView })
  @Serialized(EventView)
  async show(
    @Param('eventId', { schema: EventId }) eventId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EventView> {
    return answered(reply, await this.#find(eventId));
  }

  @Get(':eventId/seats')
  @Access('public')
  @ApiOperation({ summary: 'The seat map, as the database has it now; only a claim decides' })
  @ApiOkResponse({ standardSchema: SeatMap })
  async seats(
    @Param('eventId', { schema: EventId }) eventId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SeatMap> {
    eventHeaders(reply, await this.#find(eventId));
    return { eventId, seats: await this.reading.seatMap(eventId) };
  }

  async #find(eventId: string): Promise<EventEntity> {
    const event = await this.reading.find(eventId);
    if (event === undefined) throw eventUnknown(eventId);
    return event;
  }
}

function answered(reply: FastifyReply, event: EventEntity): EventView {
  eventHeaders(reply, event);
  return eventView(event);
}
