import { Controller, Delete, Get, Headers, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access } from '#access';
import { ClaimId, ClaimState, EventId, PaymentView, Problem } from '#contracts';
import { DEADLINES_MS, within } from '#deadlines';
import { type ErrorCode, PROBLEM_JSON, problem } from '#errors';
import { ChangeClaim } from '../booking/life/change-claim.js';
import type { ClaimChanged } from '../booking/life/claim-change.js';
import { StartPayment } from '../booking/paying/start-payment.js';
import { BOOKING_CONFIG, type BookingConfig } from '../config.js';
import { claimReference } from './claim-reference.js';
import { ClaimStates } from './claim-states.js';

/** For the bearer of the claim's token; for everybody else there is no such claim. */
@ApiTags('claims')
@ApiOkResponse({ standardSchema: ClaimState })
@ApiNotFoundResponse({ standardSchema: Problem })
@Controller('v1/events/:eventId/claims/:claimId')
export class ClaimLifeController {
  constructor(
    private readonly changeClaim: ChangeClaim,
    private readonly startPayment: StartPayment,
    private readonly states: ClaimStates,
    @Inject(BOOKING_CONFIG) private readonly config: BookingConfig,
  ) {}

  @Access('bearer')
  @Get()
  @ApiOperation({ summary: 'The claim as it is now' })
  read(
    @Param('eventId', { schema: EventId }) eventId: string,
    @Param('claimId', { schema: ClaimId }) claimId: string,
    @Headers('authorization') authorization: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClaimState | Problem> {
    return this.#answer(reply, this.changeClaim.read(claimReference(eventId, claimId, authorization)));
  }

  @Access('bearer')
  @Post('confirm')
  @HttpCode(200)
  @ApiOperation({ summary: 'Makes a hold a booking; repeating it changes nothing' })
  @ApiConflictResponse({ standardSchema: Problem })
  confirm(
    @Param('eventId', { schema: EventId }) eventId: string,
    @Param('claimId', { schema: ClaimId }) claimId: string,
    @Headers('authorization') authorization: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClaimState | Problem> {
    const claim = claimReference(eventId, claimId, authorization);
    return this.#answer(reply, this.changeClaim.change(claim, 'confirm'));
  }

  @Access('bearer')
  @Post('extend')
  @HttpCode(200)
  @ApiOperation({ summary: 'Holds the seats for as long again, once' })
  @ApiConflictResponse({ standardSchema: Problem })
  extend(
    @Param('eventId', { schema: EventId }) eventId: string,
    @Param('claimId', { schema: ClaimId }) claimId: string,
    @Headers('authorization') authorization: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClaimState | Problem> {
    const claim = claimReference(eventId, claimId, authorization);
    return this.#answer(reply, this.changeClaim.change(claim, 'extend'));
  }

  @Access('bearer')
  @Post('payment')
  @ApiOperation({ summary: 'A page to pay on; what is captured there confirms the claim' })
  @ApiCreatedResponse({ standardSchema: PaymentView })
  @ApiConflictResponse({ standardSchema: Problem })
  async pay(
    @Param('eventId', { schema: EventId }) eventId: string,
    @Param('claimId', { schema: ClaimId }) claimId: string,
    @Headers('authorization') authorization: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PaymentView | Problem> {
    const starting = this.startPayment.start(claimReference(eventId, claimId, authorization));
    const started = await within(starting, DEADLINES_MS.request);
    if (started === undefined) return this.#refuse(reply, 'deadline-exceeded');
    if (started.kind === 'started') return started.payment;
    return this.#refuse(reply, started.kind === 'unknown' ? 'claim-unknown' : started.code);
  }

  @Access('bearer')
  @Delete()
  @ApiOperation({ summary: 'Gives a hold or a booking back; what was paid is refunded' })
  @ApiConflictResponse({ standardSchema: Problem })
  giveBack(
    @Param('eventId', { schema: EventId }) eventId: string,
    @Param('claimId', { schema: ClaimId }) claimId: string,
    @Headers('authorization') authorization: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClaimState | Problem> {
    const claim = claimReference(eventId, claimId, authorization);
    return this.#answer(reply, this.changeClaim.change(claim, 'give-back'));
  }

  async #answer(reply: FastifyReply, changing: Promise<ClaimChanged>): Promise<ClaimState | Problem> {
    const changed = await within(changing, DEADLINES_MS.request);
    if (changed === undefined) return this.#refuse(reply, 'deadline-exceeded');
    const answer = await this.states.of(changed);
    if ('code' in answer) void reply.code(answer.status).type(PROBLEM_JSON);
    else void reply.header('x-strategy', answer.strategy).header('x-policy-version', answer.policyVersion);
    return answer;
  }

  #refuse(reply: FastifyReply, code: ErrorCode): Problem {
    const refused = problem(code, undefined, { replica: this.config.replica });
    void reply.code(refused.status).type(PROBLEM_JSON);
    return refused;
  }
}
