import { finished } from 'node:stream';
import { Controller, Get, Headers, Inject, Param, Res } from '@nestjs/common';
import {
  ApiHeader,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access } from '#access';
import { ClaimId, EventId, Problem } from '#contracts';
import { DEADLINES_MS, within } from '#deadlines';
import { PROBLEM_JSON, problem } from '#errors';
import { ChangeClaim } from '../../booking/life/change-claim.js';
import { ClaimWatch } from '../../booking/life/claim-watch.js';
import { BOOKING_CONFIG, type BookingConfig } from '../../config.js';
import { claimReference } from '../claim-reference.js';
import { ClaimStates } from '../claim-states.js';
import { LiveClaim } from './live-claim.js';

const TEXT =
  'for the bearer of its token, until the claim is over; a claim that is over already is told once';
const EVENTS =
  '`event: claim` with the state of the claim at once and when it changes; `event: end` after the last';

@ApiTags('claims')
@Controller('v1/events/:eventId/claims/:claimId/live')
export class LiveClaimsController {
  constructor(
    private readonly changeClaim: ChangeClaim,
    private readonly states: ClaimStates,
    private readonly watch: ClaimWatch,
    @Inject(BOOKING_CONFIG) private readonly config: BookingConfig,
  ) {}

  @Get()
  @Access('bearer')
  @ApiOperation({ summary: `What becomes of the claim, as server-sent events: ${TEXT}` })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'a state that is not told again' })
  @ApiOkResponse({ description: EVENTS, content: { 'text/event-stream': { schema: { type: 'string' } } } })
  @ApiNotFoundResponse({ standardSchema: Problem })
  @ApiServiceUnavailableResponse({ standardSchema: Problem })
  async follow(
    @Param('eventId', { schema: EventId }) eventId: string,
    @Param('claimId', { schema: ClaimId }) claimId: string,
    @Headers('authorization') authorization: string | undefined,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { replica } = this.config;
    const reading = this.changeClaim.read(claimReference(eventId, claimId, authorization));
    const read = await within(reading, DEADLINES_MS.request);
    const state =
      read === undefined ? problem('deadline-exceeded', undefined, { replica }) : await this.states.of(read);
    if ('code' in state) return refuse(reply, state);
    const live = new LiveClaim(this.states, state, lastEventId);
    const watched = this.watch.watch(live);
    if (watched === 'full') return refuse(reply, problem('too-many-streams', undefined, { replica }));
    // the client comes back, and then to another replica
    if (watched === 'stopping') live.stop();
    live.stream.once('close', () => this.watch.leave(live));
    finished(reply.raw, () => live.stream.destroy());
    void reply.type('text/event-stream').header('cache-control', 'no-store').send(live.stream);
  }
}

function refuse(reply: FastifyReply, refused: Problem): void {
  void reply.code(refused.status).type(PROBLEM_JSON).send(refused);
}
